package dev.warren.tunnels.inspect;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.function.LongPredicate;

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
    private final LongPredicate memory;
    private byte[] bytes = NO_BYTES;
    private long[] marks = NO_MARKS;
    private int length;
    private int marked;
    private long total;
    private boolean refused;

    /**
     * @param limit how many bytes are kept at most
     * @param memory asked before so many more bytes are held
     */
    Prefix(int limit, LongPredicate memory) {
        this.limit = limit;
        this.memory = memory;
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
        if (!memory.test(size - bytes.length)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, size);
        return true;
    }

    private void mark(long millis) {
        boolean same = marked > 0 && (int) marks[marked - 1] == (int) millis;
        if (same || marked == MOST_MARKS) {
            return;
        }
        if (marked == marks.length) {
            int size = Math.max(FIRST_MARKS, 2 * marked);
            // the first ones are part of what every recording costs
            if (marked > 0 && !memory.test((long) (size - marked) * Long.BYTES)) {
                return;
            }
            marks = Arrays.copyOf(marks, size);
        }
        marks[marked++] = (long) length << Integer.SIZE | millis & 0xffffffffL;
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
        return new Stretch(Arrays.copyOf(bytes, length), Arrays.copyOf(marks, marked), total);
    }
}
