package dev.warren.tunnels.inspect.spill;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One body in the ring. {@link #add} is called by one thread at a time and never waits; the ring's
 * thread notes what was written; whoever reads may do so at any time.
 */
public final class Spilled {

    /** Positions of a body's runs are listed to read it, so there is an end to them. */
    private static final int MOST_RUNS = 64 * 1024;

    /** Memory that reading one takes, in bytes. */
    public static final long READING = (long) MOST_RUNS * Long.BYTES + SpillRing.LONGEST_RUN;

    private final SpillRing ring;
    private final long id;
    private final long limit;
    private long taken;
    private int offered;
    private volatile long last = -1;
    private volatile long written;
    private volatile int runs;
    private volatile boolean lost;

    Spilled(SpillRing ring, long id, long limit) {
        this.ring = ring;
        this.id = id;
        this.limit = limit;
    }

    /** Takes a copy of the next bytes, unless some are lost already; the buffer stays as it is. */
    public void add(ByteBuf wire) {
        int from = wire.readerIndex();
        while (!lost && from < wire.writerIndex()) {
            int length = Math.min(SpillRing.LONGEST_RUN, wire.writerIndex() - from);
            taken += length;
            offered++;
            if (taken > limit || offered > MOST_RUNS) {
                lost = true;
                return;
            }
            byte[] bytes = new byte[length];
            wire.getBytes(from, bytes);
            if (!ring.offer(this, bytes)) {
                lost = true;
            }
            from += length;
        }
    }

    /** The bytes that are on disk, counted whether or not they have been overwritten since. */
    public long bytes() {
        return written;
    }

    /** Whether some bytes never came to the disk. */
    public boolean isLost() {
        return lost;
    }

    /**
     * Reads it from the beginning, for which the caller holds {@link #READING} bytes. Blocks for
     * the disk.
     *
     * @throws IOException when it is not there any more
     */
    public Reader read() throws IOException {
        if (lost) {
            throw new IOException("parts of it were lost");
        }
        long[] positions = new long[runs];
        long position = last;
        ByteBuffer head = ByteBuffer.allocate(SpillRing.HEAD);
        for (int i = positions.length - 1; i >= 0; i--) {
            positions[i] = position;
            ring.read(position, head.clear());
            check(position, head.flip().getLong());
            position = head.getLong();
        }
        return new Reader(positions);
    }

    private void check(long position, long owner) throws IOException {
        if (owner != id || !ring.holds(position)) {
            throw new IOException("it has been overwritten by newer ones");
        }
    }

    long id() {
        return id;
    }

    long last() {
        return last;
    }

    void written(long position, int length) {
        last = position;
        runs++;
        written += length;
    }

    void lose() {
        lost = true;
    }

    /** Gives a body out, run by run. Not thread-safe. */
    public final class Reader {

        private final long[] positions;
        private int next;

        private Reader(long[] positions) {
            this.positions = positions;
        }

        /**
         * The next bytes, at most 64 KiB; none at the end.
         *
         * @throws IOException when they have been overwritten meanwhile
         */
        public byte[] next() throws IOException {
            if (next == positions.length) {
                return new byte[0];
            }
            long position = positions[next++];
            ByteBuffer head = ByteBuffer.allocate(SpillRing.HEAD);
            ring.read(position, head);
            long owner = head.flip().getLong();
            int length = head.getInt(2 * Long.BYTES);
            check(position, owner);
            ByteBuffer bytes = ByteBuffer.allocate(length);
            ring.read(position + SpillRing.HEAD, bytes);
            check(position, owner);
            return bytes.array();
        }
    }
}
