package dev.warren.tunnels.inspect;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/**
 * The first bytes of a stream of any length, when they came, and how many there were in all. Used
 * under the recording's lock.
 */
final class Prefix {

    private static final int FIRST_SIZE = 128;
    private static final int FIRST_MARKS = 8;
    private static final int MOST_MARKS = 512;
    private static final byte[] NO_BYTES = {};
    private static final long[] NO_MARKS = {};

    private final int limit;
    private final Charge charge;
    private byte[] bytes = NO_BYTES;
    private int length;

    /** When the first bytes came; most bodies come at once, and need no array for that. */
    private int first;

    private long[] marks = NO_MARKS;

    /** How many marks there are, the first one too. */
    private int marked;

    private long total;
    private boolean refused;

    /**
     * @param limit how many bytes are kept at most
     * @param charge what the bytes are held by
     */
    Prefix(int limit, Charge charge) {
        this.limit = limit;
        this.charge = charge;
    }

    /**
     * Takes bytes that came {@code millis} after the exchange's begin; the buffer stays as it is.
     *
     * @return whether none are missing because there was no memory for them
     */
    boolean add(ByteBuf wire, long millis) {
        int came = wire.readableBytes();
        total += came;
        int wanted = Math.min(came, limit - length);
        if (wanted <= 0 || refused) {
            return !refused;
        }
        if (length + wanted > bytes.length && !grow(length + wanted)) {
            refused = true;
            return false;
        }
        mark(millis);
        wire.getBytes(wire.readerIndex(), bytes, length, wanted);
        length += wanted;
        return true;
    }

    private boolean grow(int needed) {
        int doubled = Math.max(FIRST_SIZE, 2 * bytes.length);
        int size = Math.min(limit, Math.max(needed, doubled));
        if (!charge.tryGrow(size - bytes.length)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, size);
        return true;
    }

    private void mark(long millis) {
        if (marked == 0) {
            first = (int) millis;
            marked = 1;
            return;
        }
        int last = marked == 1 ? first : (int) marks[marked - 2];
        if (last == (int) millis || marked == MOST_MARKS) {
            return;
        }
        int later = marked - 1;
        if (later == marks.length) {
            int size = Math.max(FIRST_MARKS, 2 * later);
            if (!charge.tryGrow((long) (size - later) * Long.BYTES)) {
                return;
            }
            marks = Arrays.copyOf(marks, size);
        }
        marks[later] = (long) length << Integer.SIZE | millis & 0xffffffffL;
        marked++;
    }

    /** Bytes that came in all. */
    long total() {
        return total;
    }

    /** Whether more came than one keeps here. */
    boolean isOver() {
        return total > limit;
    }

    /** What is kept, to be read only. */
    ByteBuf kept() {
        return Unpooled.wrappedBuffer(bytes, 0, length);
    }

    /** Whether bytes are missing because there was no memory for them. */
    boolean isRefused() {
        return refused;
    }

    /** Keeps nothing any more, and counts on. */
    void drop() {
        bytes = NO_BYTES;
        marks = NO_MARKS;
        length = 0;
        marked = 0;
        refused = true;
    }

    Stretch copy() {
        long[] all = new long[marked];
        if (marked > 0) {
            all[0] = Integer.toUnsignedLong(first);
            System.arraycopy(marks, 0, all, 1, marked - 1);
        }
        return new Stretch(Arrays.copyOf(bytes, length), all, total);
    }
}
