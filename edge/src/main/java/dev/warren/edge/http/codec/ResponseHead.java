package dev.warren.edge.http.codec;

import dev.warren.edge.http.HttpRefusal;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A response's head. Immutable. */
public final class ResponseHead {

    private static final byte[] VERSION = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);
    private static final int STATUS_AT = VERSION.length + 2;

    private final byte[] bytes;
    private final int status;
    private final int lineEnd;
    private final Fields fields;
    private final Connection connection;
    private final long bodyLength;

    private ResponseHead(
            byte[] bytes, int status, int lineEnd, Fields fields, Connection connection)
            throws HttpRefusal {
        this.bytes = bytes;
        this.status = status;
        this.lineEnd = lineEnd;
        this.fields = fields;
        this.connection = connection;
        this.bodyLength = BodyLength.of(bytes, fields, isHttp10());
    }

    /**
     * Parses a whole head, empty line included.
     *
     * @throws HttpRefusal with words on what is wrong with it
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-4">RFC 9112, 4</a>
     */
    public static ResponseHead parse(byte[] bytes, HeadLimits limits) throws HttpRefusal {
        int lineEnd = STATUS_AT + 3;
        if (bytes.length < lineEnd + 2
                || !Arrays.equals(bytes, 0, VERSION.length, VERSION, 0, VERSION.length)
                || bytes[VERSION.length] != '0' && bytes[VERSION.length] != '1'
                || bytes[VERSION.length + 1] != Octets.SP) {
            throw BadMessage.of("no HTTP/1.0 or HTTP/1.1 status line");
        }
        int status = status(bytes);
        if (bytes[lineEnd] == Octets.SP) {
            while (Octets.is(Octets.VALUE, bytes[lineEnd])) {
                lineEnd++;
            }
        }
        if (bytes[lineEnd] != Octets.CR || bytes[lineEnd + 1] != Octets.LF) {
            throw BadMessage.of(
                    "byte %s in the status line".formatted(Octets.show(bytes[lineEnd])));
        }
        Fields fields = Fields.parse(bytes, lineEnd + 2, limits.fields());
        return new ResponseHead(bytes, status, lineEnd, fields, Connection.read(fields));
    }

    private static int status(byte[] bytes) throws HttpRefusal {
        int status = 0;
        for (int i = STATUS_AT; i < STATUS_AT + 3; i++) {
            if (!Octets.isDigit(bytes[i])) {
                throw BadMessage.of("a status that is no number");
            }
            status = status * 10 + bytes[i] - '0';
        }
        if (status < 100) {
            throw BadMessage.of("status %d (expected: 100 to 999)".formatted(status));
        }
        return status;
    }

    public int status() {
        return status;
    }

    /** The words behind the status, often empty; bytes as ISO 8859-1. */
    public String reason() {
        int from = Math.min(lineEnd, STATUS_AT + 4);
        return new String(bytes, from, lineEnd - from, StandardCharsets.ISO_8859_1);
    }

    /** Whether another head follows for the same request. */
    public boolean isInterim() {
        return status < 200 && status != 101;
    }

    public Fields fields() {
        return fields;
    }

    /** The head as it came, with its empty line; never changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Bytes that the head holds. */
    public int size() {
        return bytes.length;
    }

    public boolean isHttp10() {
        return bytes[VERSION.length] == '0';
    }

    /** Whether the backend will take another request on the same stream. */
    public boolean keepsConnection() {
        return isHttp10() ? connection.keepAlive() && !connection.close() : !connection.close();
    }

    /** Whether the status itself forbids a body. */
    public boolean isBodiless() {
        return status < 200 || status == 204 || status == 304;
    }

    /** A reader for this response's body, as answer to a HEAD request or not. */
    public BodyReader body(boolean toHead) {
        if (toHead || isBodiless()) {
            return BodyReader.ofLength(0);
        }
        if (bodyLength == BodyLength.CHUNKED) {
            return BodyReader.chunked();
        }
        return bodyLength == BodyLength.UNSAID
                ? BodyReader.untilClose()
                : BodyReader.ofLength(bodyLength);
    }

    /** Writes {@code 200 OK}: the status and the reason as sent. */
    public void copyStatusTo(ByteBuf out) {
        out.writeBytes(bytes, STATUS_AT, lineEnd - STATUS_AT);
        if (lineEnd == STATUS_AT + 3) {
            out.writeByte(Octets.SP);
        }
    }
}
