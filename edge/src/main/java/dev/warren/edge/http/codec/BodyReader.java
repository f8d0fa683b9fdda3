package dev.warren.edge.http.codec;

import dev.warren.edge.http.HttpRefusal;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells which bytes of a stream belong to one message's body, and when it is over. Confined to one
 * event loop.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-6.3">RFC 9112, 6.3</a>
 */
public final class BodyReader {

    private final @Nullable ChunkScanner chunks;
    private final boolean untilClose;
    private long remaining;
    private long passed;

    private BodyReader(@Nullable ChunkScanner chunks, boolean untilClose, long remaining) {
        this.chunks = chunks;
        this.untilClose = untilClose;
        this.remaining = remaining;
    }

    public static BodyReader ofLength(long bytes) {
        return new BodyReader(null, false, bytes);
    }

    public static BodyReader chunked() {
        return new BodyReader(new ChunkScanner(), false, 0);
    }

    /** A response without length, which ends with its connection. */
    public static BodyReader untilClose() {
        return new BodyReader(null, true, 0);
    }

    public boolean isChunked() {
        return chunks != null;
    }

    public boolean isUntilClose() {
        return untilClose;
    }

    /** Whether every byte has passed; never true for a body that ends with its connection. */
    public boolean done() {
        return chunks != null ? chunks.done() : !untilClose && remaining == 0;
    }

    /**
     * The trailer fields of a chunked body that is over, one {@code name:value} a line, bytes as
     * ISO 8859-1.
     */
    public List<String> trailers() {
        return chunks == null ? List.of() : chunks.trailerLines().lines().toList();
    }

    /** Bytes accepted so far, framing included. */
    public long passed() {
        return passed;
    }

    /** Bytes still to come, when they are counted; -1 otherwise. */
    public long remaining() {
        return chunks != null || untilClose ? -1 : remaining;
    }

    /**
     * How many bytes from the reader index belong to the body; they count as passed.
     *
     * @throws HttpRefusal 400 for a broken chunk
     */
    public int accept(ByteBuf in) throws HttpRefusal {
        int from = in.readerIndex();
        int to = in.writerIndex();
        int taken = to - from;
        if (chunks != null) {
            int position = from;
            while (position < to && !chunks.done()) {
                position = chunks.run(in, position, to);
            }
            taken = position - from;
        } else if (!untilClose) {
            taken = (int) Math.min(remaining, taken);
            remaining -= taken;
        }
        passed += taken;
        return taken;
    }

    /**
     * Takes the next run of data from a chunked body, without its framing.
     *
     * @return a retained slice, or null when {@code in} has no more data
     */
    public @Nullable ByteBuf unchunk(ByteBuf in) throws HttpRefusal {
        if (chunks == null) {
            return null;
        }
        while (in.isReadable() && !chunks.done()) {
            boolean data = chunks.inData();
            int length = chunks.run(in, in.readerIndex(), in.writerIndex()) - in.readerIndex();
            passed += length;
            if (data) {
                return in.readRetainedSlice(length);
            }
            in.skipBytes(length);
        }
        return null;
    }
}
