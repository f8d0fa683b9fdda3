package dev.warren.edge.http.h2;

import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.StreamEnd;
import dev.warren.edge.net.SocketlessChannel;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A channel on which a visitor speaks HTTP/1.1 for one stream of an HTTP/2 connection: a request is
 * read from it, and what is written to it becomes frames. Behind the answer it serves another
 * stream, so that the way to the target, once found, is used again; or it closes.
 *
 * <p>It may live on another event loop than its connection and be moved between loops; everything
 * here runs on its own loop, but for what says otherwise.
 */
final class StreamChannel extends SocketlessChannel implements FrameSink {

    /** Bytes that the connection may hold for a stream whose visitor does not take them. */
    private static final int MOST_IN_FLIGHT = 64 * 1024;

    /** What one frame takes at most; others get their turn between two. */
    private static final int LARGEST_FRAME = 16 * 1024;

    private final H2Connection connection;
    private final SocketAddress peer;
    private final String authority;
    private final StreamConfig config = new StreamConfig(this);
    private final AtomicInteger inFlight = new AtomicInteger();
    private @Nullable H2Stream stream;
    private AnswerFrames answer;
    private volatile boolean blocked;
    private volatile boolean open = true;
    private boolean readWanted;
    private boolean delivering;
    private boolean begun;

    /** {@code authority}: the host that requests on it are for, as they spell it. */
    StreamChannel(H2Connection connection, SocketAddress peer, String authority, H2Stream first) {
        this.connection = connection;
        this.peer = peer;
        this.authority = authority;
        this.stream = first;
        this.answer = first.answerTo(this);
    }

    // ---- from the connection

    String authority() {
        return authority;
    }

    /** Something has come for {@code whom}, or it has ended. Any thread. */
    void wake(H2Stream whom) {
        here(() -> {
            if (stream != whom) {
                return;
            }
            if (whom.isGone()) {
                unsafe().close(voidPromise());
            } else {
                deliver(whom);
            }
        });
    }

    /** The answer on {@code done} has left, so that another stream can be served. Any thread. */
    void release(H2Stream done) {
        here(() -> {
            if (stream != done) {
                return;
            }
            boolean clean =
                    answer.isDone()
                            && !answer.isRaw()
                            && !isOutputShutdown()
                            && inFlight.get() == 0
                            && done.inbox().isOver();
            if (clean) {
                stream = null;
                connection.run(() -> connection.idle(this));
            } else if (!answer.isRaw()) {
                close();
            }
        });
    }

    /** Serves {@code next}, unless this was closed while it had nothing to do. Any thread. */
    void attach(H2Stream next) {
        if (!open) {
            connection.run(() -> connection.serve(next, authority));
            return;
        }
        EventLoop loop = eventLoop();
        if (!loop.inEventLoop()) {
            loop.execute(() -> attach(next));
            return;
        }
        stream = next;
        begun = false;
        answer = next.answerTo(this);
        wake(next);
    }

    /** Runs {@code task} on the channel's loop, unless the channel is closed. */
    private void here(Runnable task) {
        if (!open) {
            return;
        }
        EventLoop loop = eventLoop();
        if (loop.inEventLoop() && isRegistered()) {
            task.run();
        } else {
            // between two loops the old one asks again until the channel is on the new one
            loop.execute(() -> here(task));
        }
    }

    /** The visitor has taken {@code bytes}. Any thread. */
    void credit(int bytes) {
        inFlight.addAndGet(-bytes);
        if (blocked) {
            eventLoop().execute(this::resume);
        }
    }

    private void resume() {
        if (!eventLoop().inEventLoop()) {
            eventLoop().execute(this::resume);
        } else if (open && blocked) {
            blocked = false;
            resumeWrites();
        }
    }

    private void deliver(H2Stream from) {
        if (!readWanted || delivering || !open) {
            return;
        }
        delivering = true;
        boolean any = false;
        Inbox inbox = from.inbox();
        for (ByteBuf next = inbox.poll(); next != null; next = open ? inbox.poll() : null) {
            any = true;
            begun = true;
            pipeline().fireChannelRead(next);
        }
        delivering = false;
        if (any) {
            readWanted = false;
            pipeline().fireChannelReadComplete();
        }
        if (open && from.endsInput() && inbox.isOver()) {
            tellInputEnd();
        }
    }

    // ---- the answer

    @Override
    public void head(Http2Headers headers, boolean end) {
        send(new Outbox.Head(headers, end));
    }

    @Override
    public void data(ByteBuf bytes, boolean end) {
        inFlight.addAndGet(bytes.readableBytes());
        send(new Outbox.Data(bytes, end));
    }

    private void send(Outbox.Frame frame) {
        H2Stream to = stream;
        if (to == null) {
            frame.drop();
        } else {
            to.send(frame);
        }
    }

    private void closeBehindAnswer() {
        // the other direction of an upgraded stream may go on
        if (!answer.isRaw()) {
            // later: whoever writes the last byte has not noted yet that it was the last
            eventLoop().execute(() -> close());
        }
    }

    // ---- Netty's side

    @Override
    protected void doBeginRead() {
        readWanted = true;
        H2Stream from = stream;
        if (from != null && (!from.inbox().isEmpty() || from.endsInput())) {
            eventLoop().execute(() -> wake(from));
        }
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer out) throws HttpRefusal {
        for (Object message = out.current(); message != null; message = out.current()) {
            ByteBuf bytes = (ByteBuf) message;
            int room = MOST_IN_FLIGHT - inFlight.get();
            if (!bytes.isReadable()) {
                out.remove();
            } else if (room > 0) {
                int length = Math.min(Math.min(bytes.readableBytes(), room), LARGEST_FRAME);
                answer.accept(bytes.slice(bytes.readerIndex(), length));
                out.removeBytes(length);
            } else if (mustWait()) {
                return;
            }
        }
        if (isOutputShutdown()) {
            outputDrained();
        }
    }

    private boolean mustWait() {
        blocked = true;
        // the credit may have come between the two looks, on another thread
        boolean wait = inFlight.get() >= MOST_IN_FLIGHT;
        if (!wait) {
            blocked = false;
        }
        return wait;
    }

    @Override
    protected void doClose() {
        open = false;
        cutOutput();
        if (!config.isAborting()) {
            answer.end();
        }
        answer.close();
        H2Stream last = stream;
        if (last == null) {
            connection.run(() -> connection.noLongerIdle(this));
        } else if (!begun && !last.isGone()) {
            // closed for its idleness just when it was given something to do
            connection.run(() -> connection.serve(last, authority));
        } else {
            if (!answer.isDone()) {
                send(new Outbox.Reset(StreamEnd.reset(this).orElse(Http2Error.INTERNAL_ERROR)));
            }
            last.inbox().close();
            last.closed();
        }
    }

    @Override
    protected void outputDrained() {
        answer.end();
        closeBehindAnswer();
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return peer;
    }
}
