package dev.warren.edge.http.codec;

import dev.warren.edge.http.HttpRefusal;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Checks a chunked body as it passes, and finds its end; it never changes or keeps a byte of data.
 *
 * <p>Stricter than the grammar where parsers are known to disagree: no blanks around sizes, at most
 * 15 digits, bounded extensions and trailers, and no trailer field that frames or routes a message.
 * One state machine in one class, because splitting it would hide it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-7.1">RFC 9112, 7.1</a>
 */
final class ChunkScanner {

    private static final int MAX_DIGITS = 15;
    private static final int MAX_EXTENSION = 256;
    private static final int MAX_TRAILERS = 8 * 1024;
    private static final int NAME_BYTES = 24;
    private static final long FORBIDDEN =
            FieldName.mask(
                    FieldName.DISGUISED,
                    FieldName.HOST,
                    FieldName.CONTENT_LENGTH,
                    FieldName.TRANSFER_ENCODING,
                    FieldName.CONNECTION,
                    FieldName.UPGRADE,
                    FieldName.TE,
                    FieldName.TRAILER,
                    FieldName.EXPECT,
                    FieldName.FORWARDED,
                    FieldName.X_FORWARDED_FOR,
                    FieldName.X_FORWARDED_PROTO,
                    FieldName.X_FORWARDED_HOST,
                    FieldName.X_FORWARDED_PORT,
                    FieldName.X_FORWARDED_PREFIX,
                    FieldName.X_FORWARDED_SERVER,
                    FieldName.X_FORWARDED_SSL,
                    FieldName.X_REAL_IP,
                    FieldName.X_REQUEST_ID,
                    FieldName.X_WARREN_FILE,
                    FieldName.X_WARREN_FILE_RANGE,
                    FieldName.X_WARREN_FILL);

    private enum State {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER,
        TRAILER_NAME,
        TRAILER_VALUE,
        TRAILER_LF,
        END_LF,
        DONE
    }

    private final byte[] name = new byte[NAME_BYTES];
    private State state = State.SIZE;
    private long size;
    private int length;
    private int trailers;
    private @Nullable StringBuilder kept;

    /** The trailer lines so far, without line ends but a line feed each; empty for none. */
    String trailerLines() {
        return kept == null ? "" : kept.toString();
    }

    boolean done() {
        return state == State.DONE;
    }

    /** Whether the next byte is data rather than framing. */
    boolean inData() {
        return state == State.DATA;
    }

    /**
     * Passes over one run of data or of framing.
     *
     * @return the index behind the run
     */
    int run(ByteBuf in, int from, int to) throws HttpRefusal {
        if (state == State.DATA) {
            int taken = (int) Math.min(size, to - from);
            size -= taken;
            if (size == 0) {
                state = State.DATA_CR;
            }
            return from + taken;
        }
        int position = from;
        while (position < to && state != State.DATA && state != State.DONE) {
            state = next(in.getByte(position++));
        }
        return position;
    }

    private State next(byte octet) throws HttpRefusal {
        return switch (state) {
            case SIZE -> size(octet);
            case EXTENSION -> extension(octet);
            case SIZE_LF -> sizeEnd(octet);
            case DATA_CR -> expect(octet, Octets.CR, State.DATA_LF);
            case DATA_LF -> expect(octet, Octets.LF, State.SIZE);
            case TRAILER -> trailer(octet);
            case TRAILER_NAME -> keep(octet, trailerName(octet));
            case TRAILER_VALUE -> keep(octet, trailerValue(octet));
            case TRAILER_LF -> expect(octet, Octets.LF, State.TRAILER);
            case END_LF -> expect(octet, Octets.LF, State.DONE);
            case DATA, DONE -> state;
        };
    }

    private State size(byte octet) throws HttpRefusal {
        int digit = Octets.hex(octet);
        if (digit >= 0) {
            if (++length > MAX_DIGITS) {
                throw bad("a chunk size of more than %d digits".formatted(MAX_DIGITS));
            }
            size = size << 4 | digit;
            return State.SIZE;
        }
        if (length == 0) {
            throw bad("a chunk without size, byte " + Octets.show(octet));
        }
        length = 0;
        return switch (octet) {
            case Octets.CR -> State.SIZE_LF;
            case ';' -> State.EXTENSION;
            default -> throw bad("byte %s in a chunk size".formatted(Octets.show(octet)));
        };
    }

    private State extension(byte octet) throws HttpRefusal {
        if (octet == Octets.CR) {
            length = 0;
            return State.SIZE_LF;
        }
        if (!Octets.is(Octets.VALUE, octet)) {
            throw bad("byte %s in a chunk extension".formatted(Octets.show(octet)));
        }
        if (++length > MAX_EXTENSION) {
            throw bad("a chunk extension of more than %d bytes".formatted(MAX_EXTENSION));
        }
        return State.EXTENSION;
    }

    private State sizeEnd(byte octet) throws HttpRefusal {
        return expect(octet, Octets.LF, size == 0 ? State.TRAILER : State.DATA);
    }

    private State trailer(byte octet) throws HttpRefusal {
        if (octet == Octets.CR) {
            return State.END_LF;
        }
        length = 0;
        return keep(octet, trailerName(octet));
    }

    /** At most {@link #MAX_TRAILERS} bytes come here. */
    private State keep(byte octet, State next) {
        StringBuilder lines = kept == null ? new StringBuilder() : kept;
        kept = lines;
        lines.append(octet == Octets.CR ? '\n' : (char) (octet & 0xff));
        return next;
    }

    private State trailerName(byte octet) throws HttpRefusal {
        count();
        if (octet == ':' && length > 0) {
            if (length <= NAME_BYTES && (FORBIDDEN & FieldName.of(name, 0, length).bit()) != 0) {
                throw bad("a trailer field that may not be one");
            }
            return State.TRAILER_VALUE;
        }
        if (!Octets.is(Octets.TOKEN, octet)) {
            throw bad("byte %s in a trailer's name".formatted(Octets.show(octet)));
        }
        if (length < NAME_BYTES) {
            name[length] = octet;
        }
        length++;
        return State.TRAILER_NAME;
    }

    private State trailerValue(byte octet) throws HttpRefusal {
        count();
        if (octet == Octets.CR) {
            return State.TRAILER_LF;
        }
        if (!Octets.is(Octets.VALUE, octet)) {
            throw bad("byte %s in a trailer's value".formatted(Octets.show(octet)));
        }
        return State.TRAILER_VALUE;
    }

    private void count() throws HttpRefusal {
        if (++trailers > MAX_TRAILERS) {
            throw bad("trailers of more than %d bytes".formatted(MAX_TRAILERS));
        }
    }

    private static State expect(byte octet, byte expected, State then) throws HttpRefusal {
        if (octet != expected) {
            throw bad(
                    "byte %s (expected: %s)".formatted(Octets.show(octet), Octets.show(expected)));
        }
        return then;
    }

    private static HttpRefusal bad(String what) {
        return BadMessage.of("chunked body: " + what);
    }
}
