package dev.warren.app.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;

/**
 * A long sequence of bytes that is known at every offset, so that a receiver can compare each byte
 * with the one that was sent there. It repeats after a prime number of bytes: data that is lost,
 * doubled or swapped in packets of any usual size does not fit.
 */
public final class ByteSequence {

    private static final int PERIOD = 1_048_573;
    private static final int CHUNK = 128 << 10;
    private static final byte[] BYTES = twice();

    private ByteSequence() {}

    private static byte[] twice() {
        byte[] once = new byte[PERIOD];
        new Random(PERIOD).nextBytes(once);
        byte[] twice = Arrays.copyOf(once, 2 * PERIOD);
        System.arraycopy(once, 0, twice, PERIOD, PERIOD);
        return twice;
    }

    /** Writes the first {@code size} bytes. */
    public static void write(OutputStream out, long size) throws IOException {
        for (long offset = 0; offset < size; offset += CHUNK) {
            out.write(BYTES, (int) (offset % PERIOD), (int) Math.min(CHUNK, size - offset));
        }
    }

    /**
     * Reads to the end or to {@code size} bytes, and compares.
     *
     * @return how many bytes came and were right: {@code size} when all is well
     */
    public static long readMatching(InputStream in, long size) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long offset = 0;
        while (offset < size) {
            int read = in.read(chunk, 0, (int) Math.min(CHUNK, size - offset));
            if (read < 0) {
                return offset;
            }
            int start = (int) (offset % PERIOD);
            int wrong = Arrays.mismatch(BYTES, start, start + read, chunk, 0, read);
            if (wrong >= 0) {
                return offset + wrong;
            }
            offset += read;
        }
        return offset;
    }
}
