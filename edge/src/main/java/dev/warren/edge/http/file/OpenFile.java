package dev.warren.edge.http.file;

import dev.warren.edge.http.codec.FieldName;
import dev.warren.edge.http.codec.RequestHead;
import dev.warren.edge.http.codec.ResponseHead;
import io.netty.channel.DefaultFileRegion;
import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open file that answers a request, whole or in part. Confined to one thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-14">RFC 9110, 14</a>
 */
public final class OpenFile {

    private static final Logger LOG = LoggerFactory.getLogger(OpenFile.class);

    private final FileChannel channel;
    private final long size;
    private final ByteRange part;
    private final boolean chosen;
    private final @Nullable GrowingFile growing;

    /** {@code chosen}: the platform chose the part and the status itself. */
    OpenFile(FileChannel channel, long size, ByteRange part, boolean chosen) {
        this.channel = channel;
        this.size = size;
        this.part = part;
        this.chosen = chosen;
        this.growing = null;
    }

    /** One that is still written: {@code channel} is its own. */
    OpenFile(GrowingFile growing, FileChannel channel, ByteRange part, boolean chosen) {
        this.channel = channel;
        this.size = growing.size();
        this.part = part;
        this.chosen = chosen;
        this.growing = growing;
    }

    /** What tells how much of it may be sent; null when all of it may. */
    public @Nullable GrowingFile growing() {
        return growing;
    }

    /**
     * What to send.
     *
     * @param status the status and reason; null keeps the platform's
     * @param length the bytes of the body
     * @param contentRange the field's value, null for none
     * @param first the first byte's position in the file
     */
    public record Plan(
            @Nullable String status, long length, @Nullable String contentRange, long first) {

        /** The status as a number, {@code otherwise} when the platform's is kept. */
        public int code(int otherwise) {
            return status == null ? otherwise : Integer.parseInt(status.substring(0, 3));
        }
    }

    /**
     * Decides what a request with {@code head} gets, {@code response} being the platform's words.
     */
    public Plan plan(RequestHead head, ResponseHead response) {
        String range = head.fields().value(FieldName.RANGE);
        boolean partial =
                range != null
                        && !chosen
                        && response.status() == 200
                        && head.method() == RequestHead.Method.GET
                        && isUnchanged(head, response);
        ByteRange wanted = partial && range != null ? ByteRange.requested(range, size) : null;
        if (wanted == null) {
            return new Plan(null, part.length(), null, part.first());
        }
        if (wanted == ByteRange.UNSATISFIABLE) {
            return new Plan("416 Range Not Satisfiable", 0, "bytes */" + size, 0);
        }
        String contentRange =
                "bytes %d-%d/%d"
                        .formatted(wanted.first(), wanted.first() + wanted.length() - 1, size);
        return new Plan("206 Partial Content", wanted.length(), contentRange, wanted.first());
    }

    /** Whether {@code If-Range}, where there is one, names what the file is now. */
    private static boolean isUnchanged(RequestHead head, ResponseHead response) {
        String condition = head.fields().value(FieldName.IF_RANGE);
        if (condition == null) {
            return true;
        }
        String known =
                response.fields()
                        .value(
                                condition.startsWith("\"")
                                        ? FieldName.ETAG
                                        : FieldName.LAST_MODIFIED);
        return condition.equals(known);
    }

    /** The bytes as the kernel sends them; the file is closed when they are sent or dropped. */
    public DefaultFileRegion region(Plan plan) {
        return new DefaultFileRegion(channel, plan.first(), plan.length());
    }

    /** The same of some bytes; the file stays open. */
    public DefaultFileRegion piece(long first, long length) {
        return new Piece(channel, first, length);
    }

    /** Closes the file; to be called once, and not when a region of all of it was sent. */
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("file not closed cause={}", e.toString());
        }
        if (growing != null) {
            growing.left();
        }
    }

    /** A region whose file is not closed when it is sent. */
    private static final class Piece extends DefaultFileRegion {

        Piece(FileChannel file, long first, long length) {
            super(file, first, length);
        }

        @Override
        protected void deallocate() {
            // others follow
        }
    }
}
