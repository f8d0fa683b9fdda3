package dev.warren.core.outbound;

import dev.warren.core.outbound.OutboundException.Kind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that ends with an error when it is longer than it may be, or too slow. */
final class BoundedBody extends FilterInputStream {

    private final Deadline deadline;
    private final long most;
    private long read;
    private boolean atEnd;

    BoundedBody(InputStream in, long most, Deadline deadline) {
        super(in);
        this.most = most;
        this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int got;
        try {
            // one byte more than there may be tells a body that is too long from one just right
            got = super.read(bytes, offset, (int) Math.min(length, most - read + 1));
        } catch (IOException failed) {
            throw deadline.explain(failed);
        }
        atEnd = got < 0;
        if (got > 0) {
            read += got;
            if (read > most) {
                throw new OutboundException(
                        Kind.TOO_LARGE,
                        "the answer is too large (expected: at most %d bytes)".formatted(most));
            }
        }
        return got;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long left = bytes;
        byte[] waste = new byte[(int) Math.min(8192, Math.max(1, bytes))];
        while (left > 0) {
            int got = read(waste, 0, (int) Math.min(waste.length, left));
            if (got < 0) {
                break;
            }
            left -= got;
        }
        return bytes - left;
    }

    /** Whether all of it was read, so that its connection can serve again. */
    boolean isAtEnd() {
        return atEnd;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
