package dev.warren.edge.http.h2;

import dev.warren.edge.http.codec.Octets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A request's head as HTTP/1.1 text. Refuses what could mean something else in that text; all other
 * checks are the HTTP/1.1 parser's.
 *
 * @param head the text, empty line included; the caller releases it
 * @param framing what follows it
 * @param toHead whether the answer has no body
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-8.3">RFC 9113, 8.3</a>
 */
record RequestText(ByteBuf head, Framing framing, boolean toHead) {

    /** How the bytes behind the head are framed. */
    enum Framing {
        /** There are none. */
        NONE,
        /** They are as many as the head says. */
        COUNTED,
        CHUNKED,
        /** They are another protocol's, once the answer agrees to it. */
        RAW
    }

    /** The request breaks the rules of HTTP/2. Carries no stack trace. */
    static final class MalformedException extends Exception {

        private static final long serialVersionUID = 1L;

        MalformedException(String what) {
            super(what, null, false, false);
        }
    }

    private static final Set<String> CONNECTION_ONLY =
            Set.of(
                    "connection",
                    "keep-alive",
                    "proxy-connection",
                    "transfer-encoding",
                    "upgrade",
                    "http2-settings");
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");
    private static final int NONCE = 16;
    private static final int FIRST_BYTES = 1024;

    /**
     * @param ended whether nothing follows
     * @param random makes the nonce of a WebSocket handshake, which guards nothing here
     */
    static RequestText of(
            ByteBufAllocator allocator, Http2Headers headers, boolean ended, RandomGenerator random)
            throws MalformedException {
        String protocol = text(headers.get(Http2Headers.PseudoHeaderName.PROTOCOL.value()));
        String method = text(headers.method());
        if (method == null || (protocol != null && !method.equals("CONNECT"))) {
            throw new MalformedException("no usable :method");
        }
        boolean length = headers.contains("content-length");
        Framing framing =
                protocol != null
                        ? Framing.RAW
                        : ended ? Framing.NONE : length ? Framing.COUNTED : Framing.CHUNKED;
        if (ended && length && !"0".equals(text(headers.get("content-length")))) {
            throw new MalformedException("a content-length without content");
        }
        ByteBuf out = allocator.directBuffer(FIRST_BYTES);
        try {
            start(out, headers, protocol == null ? method : "GET");
            fields(out, headers, framing);
            if (protocol != null) {
                upgrade(out, protocol, random);
            } else if (framing == Framing.CHUNKED) {
                ascii(out, "Transfer-Encoding: chunked\r\n");
            } else if (ended && !length && WITH_BODY.contains(method)) {
                ascii(out, "Content-Length: 0\r\n");
            }
            ascii(out, "\r\n");
            return new RequestText(out.retain(), framing, method.equals("HEAD"));
        } finally {
            out.release();
        }
    }

    /** Whether a field of that name has no place in HTTP/2. */
    static boolean isOfConnection(String name) {
        return CONNECTION_ONLY.contains(name);
    }

    private static @Nullable String text(@Nullable CharSequence value) {
        return value == null ? null : value.toString();
    }

    /** The request line and the Host field. */
    private static void start(ByteBuf out, Http2Headers headers, String method)
            throws MalformedException {
        CharSequence authority = headers.authority();
        CharSequence path = headers.path();
        CharSequence target = path == null && method.equals("CONNECT") ? authority : path;
        if (target == null || target.isEmpty()) {
            throw new MalformedException("no :path");
        }
        copy(out, method, Octets.TOKEN);
        out.writeByte(' ');
        copy(out, target, Octets.TARGET);
        ascii(out, " HTTP/1.1\r\n");
        if (authority != null) {
            ascii(out, "Host: ");
            copy(out, authority, Octets.VALUE);
            ascii(out, "\r\n");
        }
    }

    private static void fields(ByteBuf out, Http2Headers headers, Framing framing)
            throws MalformedException {
        StringBuilder cookies = new StringBuilder();
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            String name = field.getKey().toString();
            CharSequence value = field.getValue();
            if (name.startsWith(":")) {
                continue;
            }
            if (CONNECTION_ONLY.contains(name)
                    || (name.equals("te") && !value.toString().equals("trailers"))) {
                throw new MalformedException("the field " + name);
            }
            if (name.equals("cookie")) {
                cookies.append(cookies.isEmpty() ? "" : "; ").append(value);
            } else if (!isSaidAlready(name, value, headers, framing)) {
                field(out, name, value);
            }
        }
        if (!cookies.isEmpty()) {
            field(out, "cookie", cookies);
        }
    }

    /** A host that differs from the authority stays, and the parser refuses two. */
    private static boolean isSaidAlready(
            String name, CharSequence value, Http2Headers headers, Framing framing) {
        return switch (name) {
            case "host" ->
                    headers.authority() != null
                            && value.toString().equalsIgnoreCase(headers.authority().toString());
            case "content-length" -> framing == Framing.RAW;
            default -> false;
        };
    }

    private static void upgrade(ByteBuf out, String protocol, RandomGenerator random)
            throws MalformedException {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        ascii(out, "Connection: Upgrade\r\n");
        field(out, "Upgrade", protocol);
        if (protocol.equals("websocket")) {
            field(out, "Sec-WebSocket-Key", Base64.getEncoder().encodeToString(nonce));
        }
    }

    static void field(ByteBuf out, String name, CharSequence value) throws MalformedException {
        if (name.isEmpty()) {
            throw new MalformedException("a field without name");
        }
        copy(out, name, Octets.TOKEN);
        ascii(out, ": ");
        copy(out, value, Octets.VALUE);
        ascii(out, "\r\n");
    }

    /** Trailer fields as the end of a chunked body. */
    static ByteBuf lastChunk(ByteBufAllocator allocator, @Nullable Http2Headers trailers)
            throws MalformedException {
        ByteBuf out = allocator.directBuffer(64);
        try {
            ascii(out, "0\r\n");
            if (trailers != null) {
                for (Map.Entry<CharSequence, CharSequence> field : trailers) {
                    String name = field.getKey().toString();
                    if (name.startsWith(":") || CONNECTION_ONLY.contains(name)) {
                        throw new MalformedException("the trailer " + name);
                    }
                    field(out, name, field.getValue());
                }
            }
            ascii(out, "\r\n");
            return out.retain();
        } finally {
            out.release();
        }
    }

    static void ascii(ByteBuf out, String text) {
        out.writeCharSequence(text, StandardCharsets.US_ASCII);
    }

    private static void copy(ByteBuf out, CharSequence text, int octetClass)
            throws MalformedException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0xff || !Octets.is(octetClass, (byte) c)) {
                throw new MalformedException("byte 0x%02x where it may not be".formatted((int) c));
            }
            out.writeByte(c);
        }
    }
}
