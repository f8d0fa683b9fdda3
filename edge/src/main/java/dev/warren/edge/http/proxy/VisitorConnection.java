package dev.warren.edge.http.proxy;

import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.codec.HeadReader;
import dev.warren.edge.http.codec.RequestHead;
import dev.warren.edge.http.codec.RequestParser;
import dev.warren.edge.net.ChargedReads;
import dev.warren.edge.net.LoopHopper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One visitor's connection: takes requests one at a time, and holds at most one read of what comes
 * early. Confined to its event loop, which changes while it stands still in {@link #moveTo}.
 */
final class VisitorConnection extends Deadlines.Entry {

    private final ProxyContext context;
    private final DuplexChannel channel;
    private final Tap tap;
    private final ChargedReads reads;
    private final Visitor visitor;
    private final HeadReader heads;
    private final RequestParser parser;
    private final VisitorHandler handler = new VisitorHandler(this);
    private Deadlines deadlines;
    private Phase phase = Phase.IDLE;
    private @Nullable ByteBuf held;
    private @Nullable Exchange exchange;
    private @Nullable Upstream upstream;
    private long requests;
    private boolean pumping;
    private boolean inputEnded;
    private boolean moving;

    VisitorConnection(
            ProxyContext context, DuplexChannel channel, ChargedReads reads, Visitor visitor) {
        this.context = context;
        this.channel = channel;
        this.tap = new Tap(channel);
        this.reads = reads;
        this.visitor = visitor;
        this.heads = new HeadReader(context.headLimits(), context.budget());
        this.parser = new RequestParser(context.headLimits());
        this.deadlines = context.deadlines(channel.eventLoop());
    }

    /** Starts to listen. */
    void open() {
        deadlines.add(this);
        expectWithin(context.timeouts().head());
        channel.pipeline().addLast("visitor", handler);
        channel.closeFuture().addListener(closed -> gone());
    }

    ProxyContext context() {
        return context;
    }

    DuplexChannel channel() {
        return channel;
    }

    Visitor visitor() {
        return visitor;
    }

    ChargedReads reads() {
        return reads;
    }

    @Nullable Upstream upstream() {
        return upstream;
    }

    void upstream(Upstream now) {
        upstream = now;
    }

    /** The stream has ended; the next request needs another. */
    void forget(Upstream ended) {
        if (upstream == ended) {
            upstream = null;
        }
    }

    boolean isOpen() {
        return phase != Phase.GONE && channel.isActive();
    }

    boolean hasInputEnded() {
        return inputEnded;
    }

    void expectWithin(long nanos) {
        deadline(deadlines.now() + nanos);
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    void write(Object message) {
        tap.write(message);
    }

    /** Sends what was written to either side. */
    void flush() {
        tap.flush();
        if (upstream != null) {
            upstream.flush();
        }
    }

    /** The bytes that were read and belong to the current request's body or to later requests. */
    @Nullable ByteBuf held() {
        return held;
    }

    /** Puts bytes that were taken in front of what is held, to be taken again. */
    void unread(ByteBuf bytes) {
        held = held == null ? bytes : Unpooled.wrappedBuffer(bytes, held);
    }

    /** Takes as many of the held bytes as can be taken now. */
    void pump() {
        if (pumping || moving) {
            return;
        }
        pumping = true;
        try {
            while (held != null && step(held)) {
                if (held != null && !held.isReadable()) {
                    dropHeld();
                }
            }
        } catch (HttpRefusal malformed) {
            refuseInput(malformed);
        } finally {
            pumping = false;
        }
        if (inputEnded && held == null) {
            afterLastByte();
        }
        updateReading();
        if (!tap.isInReadLoop()) {
            flush();
        }
    }

    private boolean step(ByteBuf in) throws HttpRefusal {
        return switch (phase) {
            case IDLE, HEAD -> mayAnswer() && head(in);
            case BUSY -> exchange != null && exchange.takeBody(in);
            case UPGRADED -> false;
            case LINGERING, GONE -> {
                in.skipBytes(in.readableBytes());
                yield true;
            }
        };
    }

    /** Answers that the visitor does not take would pile up, one for each request that it sends. */
    private boolean mayAnswer() {
        if (!channel.isWritable()) {
            channel.flush();
        }
        return channel.isWritable();
    }

    private boolean head(ByteBuf in) throws HttpRefusal {
        byte[] bytes = heads.read(in);
        if (bytes == null) {
            if (phase == Phase.IDLE && heads.isInside()) {
                phase = Phase.HEAD;
                expectWithin(context.timeouts().head());
            }
            return true;
        }
        RequestHead head;
        try {
            head = parser.parse(bytes);
        } catch (HttpRefusal malformed) {
            context.budget().release(bytes.length);
            throw malformed;
        }
        phase = Phase.BUSY;
        Exchange next = new Exchange(this, head, ++requests);
        exchange = next;
        next.begin();
        return true;
    }

    private void dropHeld() {
        ByteBuf now = held;
        held = null;
        if (now != null) {
            now.release();
        }
    }

    private void updateReading() {
        if (phase == Phase.UPGRADED || phase == Phase.GONE) {
            return;
        }
        boolean wanted =
                held == null
                        && !moving
                        && (exchange == null || exchange.wantsBody() || phase != Phase.BUSY);
        tap.setReading(wanted);
    }

    /**
     * Answers input that is no request, and ends the connection: nobody knows where the next is.
     */
    private void refuseInput(HttpRefusal refusal) {
        heads.close();
        Exchange now = exchange;
        if (now != null) {
            now.fail(refusal);
            return;
        }
        context.metrics().refused(Integer.toString(refusal.status()));
        var marks = visitor.marks(visitor.requestId(null, ++requests));
        write(
                Problems.render(
                        channel.alloc(), refusal, null, marks, List.of(), true, context.pages()));
        end(true);
    }

    /** The visitor has sent FIN and all its bytes are taken. */
    private void afterLastByte() {
        switch (phase) {
            case IDLE, HEAD -> channel.close();
            case BUSY -> {
                if (exchange != null) {
                    exchange.inputEnded();
                }
            }
            case LINGERING -> {
                if (channel.isOutputShutdown()) {
                    channel.close();
                }
            }
            case UPGRADED, GONE -> {}
        }
    }

    /** The exchange is over. */
    void exchangeDone(boolean keep) {
        exchange = null;
        if (!keep || !isOpen()) {
            end(held != null || !inputEnded);
            return;
        }
        phase = Phase.IDLE;
        reads.chargeTo(context.budget());
        expectWithin(context.timeouts().keepAlive());
        pump();
    }

    private void end(boolean linger) {
        if (phase == Phase.GONE || phase == Phase.LINGERING) {
            return;
        }
        phase = Phase.LINGERING;
        dropHeld();
        closeUpstream();
        tap.setReading(true);
        expectWithin(context.timeouts().idle());
        Farewell.say(
                channel, () -> linger && !inputEnded, () -> expectWithin(Farewell.LINGER_NANOS));
    }

    /** Ends the connection at once, so that the visitor sees a broken answer, not a short one. */
    void abort() {
        exchange = null;
        closeUpstream();
        Farewell.reset(channel);
    }

    void closeUpstream() {
        Upstream now = upstream;
        upstream = null;
        if (now != null) {
            now.close();
        }
    }

    /**
     * Moves the connection to another loop and then does {@code next} there. Nothing is read, and
     * no deadline looked at, on the way.
     */
    void moveTo(EventLoop loop, Runnable next) {
        moving = true;
        tap.setReading(false);
        closeUpstream();
        flush();
        deadlines.remove(this);
        // a channel may not move in the middle of its read loop
        channel.eventLoop()
                .execute(() ->
                        LoopHopper.move(channel, loop).addListener(moved -> moved(loop, next)));
    }

    private void moved(EventLoop loop, Runnable next) {
        moving = false;
        if (!channel.isOpen()) {
            gone();
            return;
        }
        deadlines = context.deadlines(loop);
        deadlines.add(this);
        next.run();
        pump();
    }

    /** Gives the connection up to a relay; the deadline and the limit on connections stay. */
    DuplexChannel upgrade() {
        phase = Phase.UPGRADED;
        tap.setReading(false);
        channel.pipeline().remove(handler);
        dropHeld();
        expectWithin(context.timeouts().upgraded());
        return channel;
    }

    private void gone() {
        if (phase == Phase.GONE) {
            return;
        }
        phase = Phase.GONE;
        deadlines.remove(this);
        heads.close();
        dropHeld();
        Exchange now = exchange;
        exchange = null;
        if (now != null) {
            now.visitorGone();
        }
        closeUpstream();
    }

    @Override
    void overdue() {
        switch (phase) {
            case IDLE, LINGERING, UPGRADED -> channel.close();
            case HEAD -> refuseInput(Refusals.headTimedOut(context.settings().timeouts().head()));
            case BUSY -> {
                if (exchange != null) {
                    exchange.overdue();
                }
            }
            case GONE -> {}
        }
        flush();
    }

    @Override
    void drain() {
        if (phase == Phase.IDLE || phase == Phase.UPGRADED) {
            channel.close();
        }
    }

    // ---- what the channel tells

    void active() {
        tap.setReading(true);
    }

    void read(ByteBuf in) {
        tap.readBegins();
        held = held == null ? in : Unpooled.wrappedBuffer(held, in);
        pump();
    }

    void readComplete() {
        tap.readEnds();
        flush();
        tap.readOn();
    }

    void writabilityChanged() {
        if (channel.isWritable() && exchange != null) {
            exchange.visitorWritable();
        } else if (channel.isWritable()) {
            pump();
        }
    }

    void inputShutdown() {
        inputEnded = true;
        pump();
    }
}
