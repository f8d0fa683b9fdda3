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
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Makes chunks of gzip of one answer's body. Whatever comes goes out at once, so it holds no bytes
 * but its own dictionary, which is charged. Confined to the visitor's event loop.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1952">RFC 1952</a>
 */
final class Gzip implements AutoCloseable {

    /** What zlib takes for a window of 32 KiB, outside the heap. */
    private static final int STATE = 288 * 1024;

    /** Most of what can be gained, for a third of the time that the default takes. */
    private static final int LEVEL = 4;

    private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    /** Eight digits and a line end. */
    private static final int CHUNK_HEAD = 10;

    /** The ends of gzip and of the chunk, with room for an empty block. */
    private static final int SPARE = 64;

    private static final byte[] LINE_END = {'\r', '\n'};

    private final MemoryBudget budget;
    private final BodyReader body;
    private final Deflater deflater = new Deflater(LEVEL, true);
    private final CRC32 sum = new CRC32();
    private long size;
    private boolean begun;
    private boolean closed;

    private Gzip(MemoryBudget budget, BodyReader body) {
        this.budget = budget;
        this.body = body;
    }

    /**
     * A new one, to be closed.
     *
     * @param body how the body is framed, before any of it was read
     * @return null when {@code budget} has no memory for it
     */
    static @Nullable Gzip open(MemoryBudget budget, BodyReader body) {
        return budget.tryAcquire(STATE) ? new Gzip(budget, body) : null;
    }

    /**
     * Packs what came of the body, framing and all; may be empty. What goes out is charged as long
     * as it is on its way, by the bytes that came: it holds a reference to them.
     */
    ByteBuf pack(ByteBufAllocator allocator, ByteBuf wire) throws HttpRefusal {
        ByteBuf out = allocator.directBuffer(wire.readableBytes() + SPARE + HEAD.length);
        try {
            out.writeZero(CHUNK_HEAD);
            if (!begun) {
                begun = true;
                out.writeBytes(HEAD);
            }
            boolean any = take(wire, out);
            if (body.done()) {
                finish(out);
            } else if (any) {
                deflate(out, Deflater.SYNC_FLUSH);
            }
            frame(out);
            return tracked(out, wire);
        } catch (HttpRefusal | RuntimeException broken) {
            out.release();
            throw broken;
        }
    }

    private boolean take(ByteBuf wire, ByteBuf out) throws HttpRefusal {
        ByteBuf in = wire.duplicate();
        if (!body.isChunked()) {
            in.writerIndex(in.readerIndex() + body.accept(in));
            return add(in, out);
        }
        boolean any = false;
        for (ByteBuf data = body.unchunk(in); data != null; data = body.unchunk(in)) {
            any |= add(data, out);
            data.release();
        }
        return any;
    }

    private boolean add(ByteBuf data, ByteBuf out) {
        for (ByteBuffer part : data.nioBuffers()) {
            size += part.remaining();
            sum.update(part.duplicate());
            deflater.setInput(part);
            deflate(out, Deflater.NO_FLUSH);
        }
        return data.isReadable();
    }

    private void deflate(ByteBuf out, int flush) {
        int room;
        int written;
        do {
            out.ensureWritable(SPARE);
            room = out.writableBytes();
            written = deflater.deflate(out.nioBuffer(out.writerIndex(), room), flush);
            out.writerIndex(out.writerIndex() + written);
        } while (written == room);
    }

    private void finish(ByteBuf out) {
        deflater.finish();
        while (!deflater.finished()) {
            deflate(out, Deflater.NO_FLUSH);
        }
        out.writeIntLE((int) sum.getValue()).writeIntLE((int) size);
    }

    /** Makes a chunk of what was written, and ends the body when it is over. */
    private void frame(ByteBuf out) {
        int length = out.readableBytes() - CHUNK_HEAD;
        if (length == 0) {
            out.clear();
            return;
        }
        byte[] head = "%08x\r\n".formatted(length).getBytes(StandardCharsets.US_ASCII);
        out.setBytes(out.readerIndex(), head).writeBytes(LINE_END);
        if (body.done()) {
            out.writeBytes(end(body.trailers()));
        }
    }

    private static byte[] end(List<String> trailers) {
        StringBuilder end = new StringBuilder("0\r\n");
        trailers.forEach(line -> end.append(line).append("\r\n"));
        return end.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static ByteBuf tracked(ByteBuf out, ByteBuf wire) {
        if (!out.isReadable()) {
            return out;
        }
        ByteBuf came = wire.retain();
        return new TrackedBuf(out, 0, none -> came.release());
    }

    /** Gives the memory back; calling it again does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            deflater.end();
            budget.release(STATE);
        }
    }
}
