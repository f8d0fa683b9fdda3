package dev.warren.edge.http.codec;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A request's head: where it goes, how its body is framed, and its fields. Says nothing of the wire
 * version but what a proxy must know. Immutable.
 */
public final class RequestHead {

    /** Methods that the edge treats differently. */
    public enum Method {
        GET(true),
        HEAD(true),
        OPTIONS(true),
        TRACE(true),
        PUT(true),
        DELETE(true),
        POST(false),
        OTHER(false);

        private final boolean idempotent;

        Method(boolean idempotent) {
            this.idempotent = idempotent;
        }

        /** Whether doing it twice is the same as doing it once (RFC 9110, 9.2.2). */
        public boolean isIdempotent() {
            return idempotent;
        }
    }

    /** What a request line held. */
    record Line(Method method, int methodEnd, int targetStart, int targetEnd, boolean http10) {}

    private static final byte[] TRAILERS = {'t', 'r', 'a', 'i', 'l', 'e', 'r', 's'};
    private static final byte[] CONTINUE = {
        '1', '0', '0', '-', 'c', 'o', 'n', 't', 'i', 'n', 'u', 'e'
    };

    private final byte[] bytes;
    private final Line line;
    private final Fields fields;
    private final Authority authority;
    private final Connection connection;
    private final long bodyLength;

    RequestHead(
            byte[] bytes,
            Line line,
            Fields fields,
            Authority authority,
            Connection connection,
            long bodyLength) {
        this.bytes = bytes;
        this.line = line;
        this.fields = fields;
        this.authority = authority;
        this.connection = connection;
        this.bodyLength = bodyLength;
    }

    public Method method() {
        return line.method();
    }

    /** The method as sent. */
    public String methodName() {
        return line.method() == Method.OTHER
                ? new String(bytes, 0, line.methodEnd(), StandardCharsets.US_ASCII)
                : line.method().name();
    }

    /** The host that was asked for. */
    public Authority authority() {
        return authority;
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

    /** Path and query as sent, at most {@code max} characters. */
    public String target(int max) {
        int length = Math.min(max, line.targetEnd() - line.targetStart());
        return length == 0
                ? "/"
                : new String(bytes, line.targetStart(), length, StandardCharsets.ISO_8859_1);
    }

    /** The path as sent, without query, at most {@code max} characters. */
    public String path(int max) {
        int end = Math.min(line.targetEnd(), line.targetStart() + max);
        int position = line.targetStart();
        while (position < end && bytes[position] != '?') {
            position++;
        }
        int length = position - line.targetStart();
        return length == 0
                ? "/"
                : new String(bytes, line.targetStart(), length, StandardCharsets.ISO_8859_1);
    }

    public boolean isHttp10() {
        return line.http10();
    }

    /** Whether the visitor expects to send another request on the same connection. */
    public boolean keepsConnection() {
        return line.http10() ? connection.keepAlive() && !connection.close() : !connection.close();
    }

    /** Whether the visitor asks for a protocol that a byte relay can serve. */
    public boolean wantsUpgrade() {
        if (!connection.upgrade() || line.http10()) {
            return false;
        }
        String protocol = fields.value(FieldName.UPGRADE);
        // HTTP/2 inside HTTP/1.1 would let requests pass that nobody checks
        return protocol != null
                && !protocol.isEmpty()
                && !protocol.toLowerCase(Locale.ROOT).contains("h2")
                && !protocol.toLowerCase(Locale.ROOT).contains("http");
    }

    /** Whether the visitor waits for a word before it sends the body. */
    public boolean expectsContinue() {
        int field = line.http10() ? -1 : fields.find(FieldName.EXPECT, 0);
        return field >= 0 && fields.valueIs(field, CONTINUE);
    }

    /** Whether the visitor understands trailers. */
    public boolean takesTrailers() {
        int field = fields.find(FieldName.TE, 0);
        if (field < 0) {
            return false;
        }
        return fields.valueIs(field, TRAILERS)
                || fields.value(field).toLowerCase(Locale.ROOT).contains("trailers");
    }

    /** A reader for this request's body. */
    public BodyReader body() {
        return bodyLength == BodyLength.CHUNKED
                ? BodyReader.chunked()
                : BodyReader.ofLength(Math.max(0, bodyLength));
    }

    /** Writes {@code METHOD target} in origin form (or {@code *}), without the version. */
    public void copyStartTo(ByteBuf out) {
        int method = line.methodEnd();
        int start = line.targetStart();
        if (start == method + 1) {
            out.writeBytes(bytes, 0, line.targetEnd());
            return;
        }
        out.writeBytes(bytes, 0, method + 1);
        if (start == line.targetEnd() || bytes[start] != '/') {
            out.writeByte('/');
        }
        out.writeBytes(bytes, start, line.targetEnd() - start);
    }
}
