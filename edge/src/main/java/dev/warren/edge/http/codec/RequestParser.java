package dev.warren.edge.http.codec;

import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.codec.RequestHead.Line;
import dev.warren.edge.http.codec.RequestHead.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Parses the heads of one connection's requests, and refuses every one that another parser could
 * understand differently. Remembers the last host, which seldom changes. Confined to one event
 * loop.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-3">RFC 9112, 3</a>
 */
public final class RequestParser {

    private static final int MAX_METHOD = 32;
    private static final byte[] VERSION = "HTTP/".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HTTP = "http://".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HTTPS = "https://".getBytes(StandardCharsets.US_ASCII);

    private final HeadLimits limits;
    private byte @Nullable [] lastHost;
    private @Nullable Authority lastAuthority;

    public RequestParser(HeadLimits limits) {
        this.limits = limits;
    }

    /**
     * Parses a whole head, empty line included.
     *
     * @throws HttpRefusal 400, 414, 431, 501 or 505, with words for the sender
     */
    public RequestHead parse(byte[] bytes) throws HttpRefusal {
        int methodEnd = methodEnd(bytes);
        int targetEnd = targetEnd(bytes, methodEnd + 1);
        boolean http10 = version(bytes, targetEnd + 1);
        Fields fields = Fields.parse(bytes, targetEnd + 11, limits.fields());
        Method method = method(bytes, methodEnd);
        Authority host = host(bytes, fields);
        int targetStart = targetStart(bytes, methodEnd + 1, targetEnd, method, host);
        long length = BodyLength.of(bytes, fields, http10);
        return new RequestHead(
                bytes,
                new Line(method, methodEnd, targetStart, targetEnd, http10),
                fields,
                host,
                Connection.read(fields),
                length);
    }

    private static int methodEnd(byte[] bytes) throws HttpRefusal {
        int position = 0;
        while (Octets.is(Octets.TOKEN, bytes[position])) {
            position++;
        }
        if (position == 0 || bytes[position] != Octets.SP) {
            throw BadMessage.of("byte %s in the method".formatted(Octets.show(bytes[position])));
        }
        if (position > MAX_METHOD) {
            throw new HttpRefusal(
                    501,
                    "Unknown method",
                    "a method of %d bytes (expected: at most %d)".formatted(position, MAX_METHOD));
        }
        return position;
    }

    private int targetEnd(byte[] bytes, int from) throws HttpRefusal {
        int position = from;
        while (Octets.is(Octets.TARGET, bytes[position])) {
            position++;
        }
        if (position == from) {
            throw BadMessage.of("the request target is missing");
        }
        if (bytes[position] == Octets.CR) {
            throw BadMessage.of("the request line names no HTTP version");
        }
        if (bytes[position] != Octets.SP) {
            throw BadMessage.of(
                    "byte %s in the request target".formatted(Octets.show(bytes[position])));
        }
        if (position - from > limits.target()) {
            throw new HttpRefusal(
                    414,
                    "URI too long",
                    "the request target is longer than %d bytes".formatted(limits.target()));
        }
        return position;
    }

    /** Whether it is HTTP/1.0 rather than HTTP/1.1. */
    private static boolean version(byte[] bytes, int from) throws HttpRefusal {
        int end = from + VERSION.length;
        if (bytes.length < end + 5
                || !Arrays.equals(bytes, from, end, VERSION, 0, VERSION.length)) {
            throw BadMessage.of("the request line does not end with an HTTP version");
        }
        boolean form =
                Octets.isDigit(bytes[end])
                        && bytes[end + 1] == '.'
                        && Octets.isDigit(bytes[end + 2])
                        && bytes[end + 3] == Octets.CR
                        && bytes[end + 4] == Octets.LF;
        if (!form) {
            throw BadMessage.of("the request line does not end with an HTTP version");
        }
        byte major = bytes[end];
        byte minor = bytes[end + 2];
        if (major != '1' || minor > '1') {
            throw new HttpRefusal(
                    505,
                    "HTTP version not supported",
                    "HTTP/%c.%c (expected: HTTP/1.0 or HTTP/1.1)".formatted(major, minor));
        }
        return minor == '0';
    }

    private static Method method(byte[] bytes, int end) throws HttpRefusal {
        String name = new String(bytes, 0, end, StandardCharsets.US_ASCII);
        return switch (name) {
            case "GET" -> Method.GET;
            case "POST" -> Method.POST;
            case "HEAD" -> Method.HEAD;
            case "OPTIONS" -> Method.OPTIONS;
            case "PUT" -> Method.PUT;
            case "DELETE" -> Method.DELETE;
            case "TRACE" -> Method.TRACE;
            case "CONNECT" ->
                    throw new HttpRefusal(
                            501,
                            "CONNECT is not served",
                            "this is a front door for its own hosts, not a proxy to others");
            default -> Method.OTHER;
        };
    }

    private Authority host(byte[] bytes, Fields fields) throws HttpRefusal {
        int field = fields.find(FieldName.HOST, 0);
        if (field < 0) {
            throw BadMessage.of("no Host field, so nobody knows whom the request is for");
        }
        if (fields.find(FieldName.HOST, field + 1) >= 0) {
            throw BadMessage.of("more than one Host field");
        }
        int from = fields.valueStart(field);
        int to = fields.valueEnd(field);
        byte[] last = lastHost;
        if (last != null
                && lastAuthority != null
                && Arrays.equals(bytes, from, to, last, 0, last.length)) {
            return lastAuthority;
        }
        Authority parsed = Authority.parse(bytes, from, to);
        lastHost = Arrays.copyOfRange(bytes, from, to);
        lastAuthority = parsed;
        return parsed;
    }

    private static int targetStart(byte[] bytes, int from, int to, Method method, Authority host)
            throws HttpRefusal {
        if (bytes[from] == '/') {
            return from;
        }
        if (bytes[from] == '*' && to == from + 1) {
            if (method != Method.OPTIONS) {
                throw BadMessage.of("the target * with a method other than OPTIONS");
            }
            return from;
        }
        return absolute(bytes, from, to, host);
    }

    private static int absolute(byte[] bytes, int from, int to, Authority host) throws HttpRefusal {
        int start;
        if (startsWith(bytes, from, to, HTTP)) {
            start = from + HTTP.length;
        } else if (startsWith(bytes, from, to, HTTPS)) {
            start = from + HTTPS.length;
        } else {
            throw BadMessage.of("a request target that is neither a path nor an http(s) URL");
        }
        int end = start;
        while (end < to && bytes[end] != '/' && bytes[end] != '?') {
            end++;
        }
        if (!Authority.parse(bytes, start, end).equals(host)) {
            throw BadMessage.of("the request target and the Host field name different hosts");
        }
        return end;
    }

    private static boolean startsWith(byte[] bytes, int from, int to, byte[] lower) {
        return to - from > lower.length
                && Octets.equalsLower(bytes, from, from + lower.length, lower);
    }
}
