package dev.warren.edge.http.h2;

import dev.warren.core.memory.MemoryBudget;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

/**
 * One stream as its connection sees it: frames, the window, and what is charged for it. Confined to
 * the connection's event loop, but for what says otherwise.
 */
final class H2Stream {

    /** Makes the translator of a stream's answer. */
    @FunctionalInterface
    interface Answers {
        AnswerFrames to(FrameSink sink);
    }

    /** What a stream's own objects take, about. */
    static final int BYTES = 8 * 1024;

    private final int id;
    private final H2Connection connection;
    private final RequestText.Framing framing;
    private final MemoryBudget budget;
    private final Inbox inbox;
    private final Outbox outbox = new Outbox();
    private final Answers answers;
    private @Nullable StreamChannel channel;
    private final StreamWindow window;
    private long unread;
    private boolean remoteEnded;
    private boolean released;
    private boolean answered;
    private boolean closing;
    private boolean endWritten;
    private long moved;
    private volatile boolean inputEnds;
    private volatile boolean gone;

    /**
     * {@link #BYTES}, and a {@link StreamWindow#FIRST} where a body follows, are charged already.
     */
    H2Stream(int id, H2Connection connection, RequestText.Framing framing, Answers answers) {
        this.id = id;
        this.connection = connection;
        this.framing = framing;
        this.budget = connection.budget();
        this.remoteEnded = framing == RequestText.Framing.NONE;
        this.window = new StreamWindow(connection, remoteEnded ? 0 : StreamWindow.FIRST);
        this.inbox =
                new Inbox(
                        framing == RequestText.Framing.CHUNKED,
                        bytes -> connection.run(() -> taken(bytes)));
        this.answers = answers;
        if (remoteEnded) {
            inbox.end(null);
        }
    }

    /** Reads what comes from {@code now} on. */
    void bind(StreamChannel now) {
        channel = now;
    }

    AnswerFrames answerTo(FrameSink sink) {
        return answers.to(sink);
    }

    /** Takes back the credit of bytes that left, or never will. */
    void credit(int bytes) {
        StreamChannel now = channel;
        if (now != null) {
            now.credit(bytes);
        }
    }

    private void wake() {
        StreamChannel now = channel;
        if (now != null) {
            now.wake(this);
        }
    }

    int id() {
        return id;
    }

    /** Any thread. */
    Inbox inbox() {
        return inbox;
    }

    /** Whether no frame can be sent any more. Any thread. */
    boolean isGone() {
        return gone;
    }

    /** Whether the end of the input means something to its reader and has come. Any thread. */
    boolean endsInput() {
        return inputEnds;
    }

    // ---- from the visitor

    /** The bytes that go back into the window at once. */
    int data(ByteBuf data, int padding, boolean end) throws RequestText.MalformedException {
        int length = data.readableBytes();
        if (length > 0) {
            unread += length;
            inbox.data(connection.alloc(), data);
        }
        if (end) {
            ended(null);
        }
        wake();
        return padding;
    }

    /** A head behind the first can only end the stream. */
    void trailers(Http2Headers headers, boolean end) throws RequestText.MalformedException {
        if (!end) {
            throw new RequestText.MalformedException("a second head that is no trailer");
        }
        ended(headers);
        wake();
    }

    private void ended(@Nullable Http2Headers trailers) throws RequestText.MalformedException {
        boolean chunked = framing == RequestText.Framing.CHUNKED;
        inbox.end(chunked ? RequestText.lastChunk(connection.alloc(), trailers) : null);
        remoteEnded = true;
        inputEnds = framing == RequestText.Framing.RAW;
    }

    private void taken(int bytes) {
        unread -= bytes;
        if (gone) {
            releaseRest();
            return;
        }
        window.taken(id, bytes, !remoteEnded);
    }

    /** The stream's number is free again. */
    void gone() {
        gone = true;
        for (Outbox.Frame frame = outbox.poll(); frame != null; frame = outbox.poll()) {
            drop(frame);
        }
        if (endWritten) {
            release();
        } else {
            wake();
        }
        releaseRest();
    }

    private void drop(Outbox.Frame frame) {
        if (frame instanceof Outbox.Data data) {
            credit(data.bytes().readableBytes());
        }
        frame.drop();
    }

    private void release() {
        StreamChannel now = channel;
        if (now != null) {
            now.release(this);
        }
    }

    /** Bytes that are still on their way stay charged. */
    private void releaseRest() {
        if (!released && unread <= 0) {
            released = true;
            budget.release((long) BYTES + window.size());
        }
    }

    // ---- to the visitor

    /** Sends a frame behind those before it. Any thread. */
    void send(Outbox.Frame frame) {
        outbox.add(frame);
        connection.run(this::drain);
    }

    /** The channel has ended. Any thread. */
    void closed() {
        connection.run(() -> {
            drain();
            closing = true;
            endBothWays();
        });
    }

    private void drain() {
        for (Outbox.Frame frame = outbox.poll(); frame != null; frame = outbox.poll()) {
            if (gone) {
                drop(frame);
                continue;
            }
            moved = System.nanoTime();
            switch (frame) {
                case Outbox.Head(Http2Headers headers, boolean end) -> {
                    endWritten |= end;
                    connection.writeHead(this, headers, end);
                }
                case Outbox.Data(ByteBuf bytes, boolean end) -> {
                    endWritten |= end;
                    connection.writeData(this, bytes, end);
                }
                case Outbox.Reset(Http2Error error) -> connection.reset(id, error);
            }
        }
    }

    /** The whole answer was written: nobody waits for the rest of the request. */
    void answered() {
        answered = true;
        endBothWays();
        release();
    }

    /** Some of the answer has left. */
    void moved() {
        moved = System.nanoTime();
    }

    /** Whether an answer that is whole here has not moved for {@code nanos}. */
    boolean isStuck(long nanos) {
        return endWritten && !answered && System.nanoTime() - moved > nanos;
    }

    /** After the whole answer; an upgraded stream's other direction goes on until it is closed. */
    private void endBothWays() {
        boolean over = closing || framing != RequestText.Framing.RAW;
        if (answered && over && !remoteEnded && !gone) {
            connection.reset(id, Http2Error.NO_ERROR);
        }
    }
}
