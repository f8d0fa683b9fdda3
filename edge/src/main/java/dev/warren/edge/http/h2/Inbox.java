package dev.warren.edge.http.h2;

import dev.warren.edge.net.TrackedBuf;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What came for a stream and was not read yet. The connection's loop fills it, the stream's loop
 * empties it; the stream's window bounds it. Every access holds this object's lock, for no longer
 * than it takes to move one buffer.
 *
 * <p>Bytes are copied in, so that a small frame does not hold a large buffer, and small frames are
 * put together.
 */
final class Inbox {

    private static final int PIECE = 4096;

    /** Room before the data for the size of its chunk. */
    private static final int CHUNK_HEAD = 10;

    private static final int CHUNK_END = 2;

    private final boolean chunked;
    private final TrackedBuf.Owner owner;
    private final Queue<ByteBuf> heads = new ArrayDeque<>(2);
    private final ArrayDeque<ByteBuf> pieces = new ArrayDeque<>();
    private @Nullable ByteBuf last;
    private boolean ended;
    private boolean closed;

    /**
     * @param chunked whether data are framed as chunks
     * @param owner told of data bytes once they were taken, on any thread
     */
    Inbox(boolean chunked, TrackedBuf.Owner owner) {
        this.chunked = chunked;
        this.owner = owner;
    }

    /** Takes over the request's head. */
    synchronized void head(ByteBuf text) {
        heads.add(text);
    }

    /** Copies the bytes of a frame; the caller keeps it. */
    void data(ByteBufAllocator allocator, ByteBuf data) {
        int length = data.readableBytes();
        if (!append(allocator, data)) {
            owner.freed(length);
        }
    }

    private synchronized boolean append(ByteBufAllocator allocator, ByteBuf data) {
        if (closed) {
            return false;
        }
        int length = data.readableBytes();
        ByteBuf tail = pieces.peekLast();
        if (tail == null || tail.writableBytes() < length + CHUNK_END) {
            int room = CHUNK_HEAD + Math.max(PIECE, length) + CHUNK_END;
            tail = allocator.directBuffer(room, room).setIndex(CHUNK_HEAD, CHUNK_HEAD);
            pieces.add(tail);
        }
        tail.writeBytes(data, data.readerIndex(), length);
        return true;
    }

    /** Nothing comes any more but {@code text}, which is taken over. */
    synchronized void end(@Nullable ByteBuf text) {
        if (closed && text != null) {
            text.release();
        } else {
            last = text;
        }
        ended = true;
    }

    /** The next bytes to be read, null for none now. */
    synchronized @Nullable ByteBuf poll() {
        ByteBuf head = heads.poll();
        if (head != null) {
            return head;
        }
        ByteBuf piece = pieces.poll();
        if (piece != null) {
            return framed(piece);
        }
        ByteBuf text = last;
        last = null;
        return text;
    }

    private ByteBuf framed(ByteBuf piece) {
        int length = piece.readableBytes();
        if (chunked) {
            byte[] size =
                    (Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            int start = piece.readerIndex() - size.length;
            piece.setBytes(start, size).readerIndex(start);
            piece.writeByte('\r').writeByte('\n');
        }
        return new TrackedBuf(piece, length, owner);
    }

    synchronized boolean isEmpty() {
        return heads.isEmpty() && pieces.isEmpty() && last == null;
    }

    /** Whether everything came and everything was read. */
    synchronized boolean isOver() {
        return ended && isEmpty();
    }

    /** Drops what is there and what still comes. */
    void close() {
        int dropped = drop();
        if (dropped > 0) {
            owner.freed(dropped);
        }
    }

    private synchronized int drop() {
        closed = true;
        heads.forEach(ByteBuf::release);
        heads.clear();
        int dropped = 0;
        for (ByteBuf piece : pieces) {
            dropped += piece.readableBytes();
            piece.release();
        }
        pieces.clear();
        if (last != null) {
            last.release();
            last = null;
        }
        return dropped;
    }
}
