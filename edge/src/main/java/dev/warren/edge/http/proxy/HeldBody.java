package dev.warren.edge.http.proxy;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.codec.BodyReader;
import dev.warren.edge.net.TrackedBuf;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request's body that is held until all of it is there. It is charged as it comes, never by what
 * its head promises, and takes at most three times what came. Confined to the visitor's event loop.
 *
 * <p>The chunks of a chunked body become one, so that the data can be looked at, and sent on, in
 * one piece.
 */
final class HeldBody {

    private static final int FIRST = 4096;

    /** Room before the data for the size of its chunk: eight digits and a line end. */
    private static final int CHUNK_HEAD = 10;

    private final ByteBufAllocator allocator;
    private final MemoryBudget budget;
    private final int most;
    private @Nullable ByteBuf bytes;
    private int size;

    /**
     * @param budget what is held is charged to
     * @param most how many bytes of data it may have
     */
    HeldBody(ByteBufAllocator allocator, MemoryBudget budget, int most) {
        this.allocator = allocator;
        this.budget = budget;
        this.most = most;
    }

    /**
     * Takes what {@code in} has of the body.
     *
     * @throws HttpRefusal 413 when it has too much, 503 when there is no memory for it, 400 for a
     *     broken chunk
     */
    void take(ByteBuf in, BodyReader body) throws HttpRefusal {
        if (!body.isChunked()) {
            ByteBuf data = in.readSlice(body.accept(in));
            append(data);
            return;
        }
        for (ByteBuf data = body.unchunk(in); data != null; data = body.unchunk(in)) {
            try {
                append(data);
            } finally {
                data.release();
            }
        }
        if (body.done()) {
            frame(body.trailers());
        }
    }

    private void append(ByteBuf data) throws HttpRefusal {
        int length = data.readableBytes();
        if ((long) size + length > most) {
            throw Refusals.tooLarge(most);
        }
        if (length > 0) {
            room(length).writeBytes(data);
            size += length;
        }
    }

    private ByteBuf room(int length) throws HttpRefusal {
        ByteBuf now = bytes;
        if (now != null && now.writableBytes() >= length) {
            return now;
        }
        int used = now == null ? CHUNK_HEAD : now.writerIndex();
        int capacity = Math.max(Math.max(FIRST, used + length), Math.min(2 * used, most));
        if (!budget.tryAcquire(capacity)) {
            throw Refusals.noRoom();
        }
        ByteBuf larger =
                new TrackedBuf(
                        allocator.directBuffer(capacity, capacity), capacity, budget::release);
        larger.setIndex(CHUNK_HEAD, used);
        if (now != null) {
            larger.setBytes(CHUNK_HEAD, now, CHUNK_HEAD, used - CHUNK_HEAD);
            now.release();
        }
        bytes = larger;
        return larger;
    }

    /** Makes one chunk of the data, with the trailer behind it. */
    private void frame(List<String> trailer) throws HttpRefusal {
        StringBuilder end = new StringBuilder(size > 0 ? "\r\n0\r\n" : "0\r\n");
        trailer.forEach(line -> end.append(line).append("\r\n"));
        byte[] tail = end.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        ByteBuf all = room(tail.length).writeBytes(tail);
        if (size > 0) {
            byte[] head = "%08x\r\n".formatted(size).getBytes(StandardCharsets.US_ASCII);
            all.setBytes(0, head).readerIndex(0);
        }
    }

    /** Its data, good for as long as it is held. */
    ByteBuffer data() {
        ByteBuf now = bytes;
        return now == null
                ? ByteBuffer.allocate(0)
                : now.nioBuffer(CHUNK_HEAD, size).asReadOnlyBuffer();
    }

    /** Gives the body up, framed as its head says; null when there is none. */
    @Nullable ByteBuf give() {
        ByteBuf now = bytes;
        bytes = null;
        return now;
    }

    /** Nobody wants it any more. */
    void drop() {
        ByteBuf now = give();
        if (now != null) {
            now.release();
        }
    }
}
