package dev.warren.edge.http.h2;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.StreamEnd;
import dev.warren.edge.net.SocketlessChannel;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A channel that speaks HTTP/1.1 with whoever uses it, for one request, and is a stream of an
 * HTTP/2 connection to a backend. It holds no more of the answer than the stream's window, which is
 * charged, and no more of the request than a little beyond what the backend takes.
 */
final class BackendStream extends SocketlessChannel implements FrameSink {

    /** What is charged from the beginning: its own objects and the first window. */
    static final int CHARGE = H2Stream.BYTES + StreamWindow.FIRST;

    /** Bytes that the connection may hold for a backend that does not take them. */
    private static final int MOST_IN_FLIGHT = 64 * 1024;

    /** What one frame takes at most; others get their turn between two. */
    private static final int LARGEST_FRAME = 16 * 1024;

    private final BackendConnection connection;
    private final @Nullable SocketAddress peer;
    private final MemoryBudget budget;
    private final StreamConfig config = new StreamConfig(this);
    private final RequestFrames request;
    private final AnswerInbox answer;
    private final StreamWindow window;
    private int id;
    private int unread;
    private int inFlight;
    private boolean blocked;
    private boolean readWanted;
    private boolean delivering;
    private boolean gone;
    private boolean released;
    private volatile boolean open = true;

    /** {@link #CHARGE} is charged already. */
    BackendStream(BackendConnection connection, @Nullable SocketAddress peer) {
        this.connection = connection;
        this.peer = peer;
        this.budget = connection.budget();
        this.window = new StreamWindow(connection, StreamWindow.FIRST);
        this.request = new RequestFrames(this, connection.scheme(), connection.limits(), budget);
        this.answer = new AnswerInbox(bytes -> connection.run(() -> taken(bytes)));
    }

    // ---- the request

    @Override
    public void head(Http2Headers headers, boolean end) {
        id = connection.begin(this, headers, end);
        if (id == 0) {
            StreamEnd.unheard(this);
            close();
        }
    }

    @Override
    public void data(ByteBuf bytes, boolean end) {
        if (gone || id == 0) {
            bytes.release();
        } else {
            inFlight += bytes.readableBytes();
            connection.data(this, id, bytes, end);
        }
    }

    @Override
    public void trailers(Http2Headers headers) {
        if (!gone && id != 0) {
            connection.trailers(id, headers);
        }
    }

    /** The backend has taken {@code bytes}, or never will. */
    void credit(int bytes) {
        inFlight -= bytes;
        if (blocked && open) {
            blocked = false;
            eventLoop().execute(this::resume);
        }
    }

    private void resume() {
        if (open) {
            resumeWrites();
        }
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer out) {
        try {
            write(out);
        } catch (HttpRefusal unfit) {
            // no request that the edge itself made is; the visitor is told that nobody answered
            eventLoop().execute(() -> close());
        }
    }

    private void write(ChannelOutboundBuffer out) throws HttpRefusal {
        for (Object message = out.current(); message != null; message = out.current()) {
            ByteBuf bytes = (ByteBuf) message;
            int room = MOST_IN_FLIGHT - inFlight;
            if (!bytes.isReadable()) {
                out.remove();
            } else if (room > 0) {
                int length = Math.min(Math.min(bytes.readableBytes(), room), LARGEST_FRAME);
                request.accept(bytes.slice(bytes.readerIndex(), length));
                out.removeBytes(length);
            } else {
                blocked = true;
                return;
            }
        }
    }

    // ---- the answer

    void answerHead(Http2Headers headers, boolean end) throws RequestText.MalformedException {
        answer.head(connection.alloc(), headers, end, request.toHead());
        deliver();
    }

    void answerData(ByteBuf data, boolean end) throws RequestText.MalformedException {
        unread += data.readableBytes();
        answer.data(connection.alloc(), data, end);
        deliver();
    }

    /** No more frames come or go. */
    void gone() {
        gone = true;
        if (answer.isEnded()) {
            deliver();
        } else {
            // what was cut off must not look like an end
            eventLoop().execute(() -> close());
        }
        releaseRest();
    }

    private void taken(int bytes) {
        unread -= bytes;
        if (gone) {
            releaseRest();
            return;
        }
        window.taken(id, bytes, !answer.isEnded());
    }

    /** Bytes that are still on their way stay charged. */
    private void releaseRest() {
        if (!released && !open && unread <= 0 && (gone || id == 0)) {
            released = true;
            budget.release((long) H2Stream.BYTES + window.size());
        }
    }

    private void deliver() {
        if (!readWanted || delivering || !open) {
            return;
        }
        delivering = true;
        boolean any = false;
        for (ByteBuf next = answer.poll(); next != null; next = open ? answer.poll() : null) {
            any = true;
            pipeline().fireChannelRead(next);
        }
        delivering = false;
        if (any) {
            readWanted = false;
            pipeline().fireChannelReadComplete();
        }
    }

    // ---- Netty's side

    @Override
    protected void doBeginRead() {
        readWanted = true;
        if (!answer.isEmpty()) {
            eventLoop().execute(this::deliver);
        }
    }

    @Override
    protected void doClose() {
        open = false;
        cutOutput();
        request.close();
        if (!gone && id != 0) {
            connection.reset(id, answer.isEnded() ? Http2Error.NO_ERROR : Http2Error.CANCEL);
        }
        answer.close();
        releaseRest();
    }

    @Override
    protected void outputDrained() {
        // a request that is not whole is cut off when the channel closes
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
    protected @Nullable SocketAddress remoteAddress0() {
        return peer;
    }
}
