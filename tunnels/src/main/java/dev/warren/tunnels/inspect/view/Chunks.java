package dev.warren.tunnels.inspect.view;

import java.io.ByteArrayOutputStream;
import java.util.stream.IntStream;

/**
 * Takes the beginning of a chunked body out of its framing. The edge has checked the framing when
 * it passed, so what is odd here is the end of what was kept.
 *
 * @param data the data
 * @param offsets where each run of data was: its offset in the data, then on the wire
 * @param complete whether the last chunk is there
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-7.1">RFC 9112, 7.1</a>
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Chunks(byte[] data, int[] offsets, boolean complete) {

    private static final int MOST_DIGITS = 15;

    static Chunks read(byte[] wire) {
        var data = new ByteArrayOutputStream(wire.length);
        IntStream.Builder offsets = IntStream.builder();
        int position = 0;
        while (position < wire.length) {
            int line = lineEnd(wire, position);
            long size = line < 0 ? -1 : size(wire, position, line);
            if (size == 0) {
                return new Chunks(data.toByteArray(), offsets.build().toArray(), ends(wire, line));
            }
            if (size < 0) {
                break;
            }
            int from = line + 2;
            int length = (int) Math.min(size, wire.length - from);
            offsets.add(data.size()).add(from);
            data.write(wire, from, length);
            position = size > wire.length - from ? wire.length : from + length + 2;
        }
        return new Chunks(data.toByteArray(), offsets.build().toArray(), false);
    }

    /** Where on the wire the data's byte at {@code offset} was. */
    int wireOffset(int offset) {
        int found = offset;
        for (int i = 0; i + 1 < offsets.length && offsets[i] <= offset; i += 2) {
            found = offsets[i + 1] + offset - offsets[i];
        }
        return found;
    }

    private static int lineEnd(byte[] wire, int from) {
        for (int i = from; i + 1 < wire.length; i++) {
            if (wire[i] == '\r' && wire[i + 1] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static long size(byte[] wire, int from, int to) {
        long size = 0;
        int i = from;
        while (i < to && i - from < MOST_DIGITS && Character.digit(wire[i], 16) >= 0) {
            size = size << 4 | Character.digit(wire[i++], 16);
        }
        return i == from ? -1 : size;
    }

    /** Whether an empty line follows the last chunk and its trailers. */
    private static boolean ends(byte[] wire, int lastChunk) {
        int line = lastChunk + 2;
        while (line < wire.length) {
            int end = lineEnd(wire, line);
            if (end == line) {
                return true;
            }
            if (end < 0) {
                return false;
            }
            line = end + 2;
        }
        return false;
    }
}
