package dev.warren.edge.http.proxy;

import dev.warren.edge.http.file.GrowingFile;
import dev.warren.edge.http.file.OpenFile;
import io.netty.channel.DefaultFileRegion;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A body that is sent while it is still written: what is there, and then the next part of it.
 * Confined to the visitor's loop.
 */
final class GrowingBody {

    /** The writer has limits of its own; this is for one that forgot all about us. */
    private static final long LONGEST_WAIT_NANOS = TimeUnit.MINUTES.toNanos(5);

    /**
     * Less than this waits a moment for more: each piece costs every reader a wake-up and a call.
     */
    private static final long WORTH_SENDING = 1 << 20;

    private static final long MOMENT_MILLIS = 5;

    private final VisitorConnection visitor;
    private final Exchange exchange;
    private final OpenFile file;
    private final GrowingFile growing;
    private final long first;
    private final long end;
    private long position;
    private long seen;
    private long waitsSince;
    private @Nullable DefaultFileRegion sending;
    private boolean waits;
    private boolean over;
    private boolean closed;

    GrowingBody(
            VisitorConnection visitor,
            Exchange exchange,
            OpenFile file,
            GrowingFile growing,
            OpenFile.Plan plan) {
        this.visitor = visitor;
        this.exchange = exchange;
        this.file = file;
        this.growing = growing;
        this.first = plan.first();
        this.end = plan.first() + plan.length();
        this.position = plan.first();
    }

    /** Sends what may be sent by now, or waits for it. */
    void next() {
        waits = false;
        if (over) {
            close();
            return;
        }
        long most = Math.min(growing.available(), end);
        if (most > position) {
            send(most - position);
        } else if (growing.isBroken()) {
            finish(false);
        } else {
            waits = true;
            waitsSince = System.nanoTime();
            growing.whenMore(position, this::hop);
        }
    }

    /** Comes from the writer's thread, too. */
    private void hop() {
        try {
            visitor.channel().eventLoop().execute(this::gather);
        } catch (RejectedExecutionException stopping) {
            // the loop is gone, and with it the visitor
        }
    }

    /** Goes on, but not with so little that more of it is worth a moment's wait. */
    private void gather() {
        long more = Math.min(growing.available(), end) - position;
        if (more > 0 && more < WORTH_SENDING && position + more < end && !over) {
            visitor.channel()
                    .eventLoop()
                    .schedule(this::next, MOMENT_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            next();
        }
    }

    private void send(long length) {
        DefaultFileRegion piece = file.piece(position, length);
        sending = piece;
        visitor.channel()
                .writeAndFlush(piece)
                .addListener(sent -> {
                    sending = null;
                    position += piece.transferred();
                    sent(sent.isSuccess());
                });
    }

    private void sent(boolean whole) {
        if (!whole) {
            finish(false);
        } else if (position == end) {
            finish(true);
        } else {
            exchange.touch();
            // not from within the write that has just ended
            hop();
        }
    }

    private void finish(boolean whole) {
        close();
        if (!over) {
            over = true;
            exchange.fileEnds(position - first, whole);
            visitor.flush();
        }
    }

    /** Whether the visitor took anything since it was last asked, or had nothing to take. */
    boolean hasMoved() {
        if (waits) {
            return System.nanoTime() - waitsSince < LONGEST_WAIT_NANOS;
        }
        DefaultFileRegion now = sending;
        long before = seen;
        seen = position + (now == null ? 0 : now.transferred());
        return seen > before;
    }

    /** Nobody wants it any more. */
    void over() {
        over = true;
        if (sending == null) {
            close();
        }
    }

    private void close() {
        if (!closed && sending == null) {
            closed = true;
            file.close();
        }
    }
}
