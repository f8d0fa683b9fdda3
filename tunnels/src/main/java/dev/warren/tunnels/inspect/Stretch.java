package dev.warren.tunnels.inspect;

/**
 * The beginning of one direction's bytes, as they were on the wire.
 *
 * @param bytes the first bytes
 * @param marks when they came: an offset in the upper half, and in the lower the milliseconds since
 *     the exchange began
 * @param total how many came in all
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Stretch(byte[] bytes, long[] marks, long total) {

    /** Nothing came. */
    static final Stretch NONE = new Stretch(new byte[0], new long[0], 0);

    /** Whether all that came is here. */
    public boolean isAll() {
        return bytes.length == total;
    }

    /** When the byte at {@code offset} came, in milliseconds since the exchange began. */
    public long millisAt(int offset) {
        long millis = 0;
        for (long mark : marks) {
            if (mark >>> Integer.SIZE > offset) {
                break;
            }
            millis = mark & 0xffffffffL;
        }
        return millis;
    }
}
