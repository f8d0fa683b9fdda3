package dev.warren.edge.http.h2;

import dev.warren.edge.net.TrackedBuf;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What has come of a backend's answer and was not read: interim heads, then one answer as HTTP/1.1.
 * Confined to the stream's event loop.
 */
final class AnswerInbox {

    private static final int MOST_INTERIM = 8;

    private final TrackedBuf.Owner owner;
    private final Queue<ByteBuf> interim = new ArrayDeque<>(1);
    private @Nullable Inbox body;
    private boolean chunked;
    private boolean ended;

    /** {@code owner}: told of data bytes once they were taken, on any thread. */
    AnswerInbox(TrackedBuf.Owner owner) {
        this.owner = owner;
    }

    /** Whether the whole answer has come. */
    boolean isEnded() {
        return ended;
    }

    /** Takes a head: an interim one, the answer's, or the trailers behind it. */
    void head(ByteBufAllocator allocator, Http2Headers headers, boolean end, boolean toHead)
            throws RequestText.MalformedException {
        if (body != null) {
            if (!end) {
                throw new RequestText.MalformedException("a second head that is no trailer");
            }
            end(allocator, headers);
            return;
        }
        AnswerText text = AnswerText.of(allocator, headers, end, toHead);
        if (!text.interim()) {
            chunked = text.chunked();
            Inbox fresh = new Inbox(chunked, owner);
            fresh.head(text.head());
            body = fresh;
            if (end) {
                end(allocator, null);
            }
        } else if (interim.size() < MOST_INTERIM) {
            interim.add(text.head());
        } else {
            text.head().release();
            throw new RequestText.MalformedException("too many interim answers");
        }
    }

    /** Copies data; the caller keeps them. */
    void data(ByteBufAllocator allocator, ByteBuf data, boolean end)
            throws RequestText.MalformedException {
        Inbox to = body;
        if (to == null) {
            throw new RequestText.MalformedException("data before a head");
        }
        if (data.isReadable()) {
            to.data(allocator, data);
        }
        if (end) {
            end(allocator, null);
        }
    }

    private void end(ByteBufAllocator allocator, @Nullable Http2Headers trailers)
            throws RequestText.MalformedException {
        if (body != null && !ended) {
            body.end(chunked ? RequestText.lastChunk(allocator, trailers) : null);
            ended = true;
        }
    }

    boolean isEmpty() {
        return interim.isEmpty() && (body == null || body.isEmpty());
    }

    /** The next bytes to be read, null for none now. */
    @Nullable ByteBuf poll() {
        ByteBuf first = interim.poll();
        return first != null || body == null ? first : body.poll();
    }

    /** Drops what is there. */
    void close() {
        interim.forEach(ByteBuf::release);
        interim.clear();
        if (body != null) {
            body.close();
        }
    }
}
