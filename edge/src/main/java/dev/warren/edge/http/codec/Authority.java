package dev.warren.edge.http.codec;

import dev.warren.edge.http.HttpRefusal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A host and perhaps a port, as routing wants them.
 *
 * @param host lower case, no trailing dot; an IPv6 literal keeps its brackets
 * @param port 0 to 65535, or -1 for none
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-7.2">RFC 9110, 7.2</a>
 */
public record Authority(String host, int port) {

    private static final int MAX_HOST = 253;

    /**
     * Parses a range of bytes strictly: no user info, no escapes, nothing but a name or address.
     */
    static Authority parse(byte[] bytes, int from, int to) throws HttpRefusal {
        if (from == to) {
            throw BadMessage.of("the host is empty");
        }
        int hostEnd = bytes[from] == '[' ? literalEnd(bytes, from, to) : nameEnd(bytes, from, to);
        int port = hostEnd == to ? -1 : port(bytes, hostEnd, to);
        int length = hostEnd - from;
        if (bytes[hostEnd - 1] == '.') {
            length--;
        }
        if (length == 0 || length > MAX_HOST) {
            throw BadMessage.of(
                    "a host of %d bytes (expected: 1 to %d)".formatted(length, MAX_HOST));
        }
        String host = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        return new Authority(host.toLowerCase(Locale.ROOT), port);
    }

    private static int nameEnd(byte[] bytes, int from, int to) throws HttpRefusal {
        int position = from;
        while (position < to && Octets.is(Octets.HOST, bytes[position])) {
            position++;
        }
        if (position == from) {
            throw unexpected(bytes[from]);
        }
        return position;
    }

    private static int literalEnd(byte[] bytes, int from, int to) throws HttpRefusal {
        int position = from + 1;
        while (position < to && Octets.is(Octets.ADDRESS, bytes[position])) {
            position++;
        }
        if (position == to || bytes[position] != ']' || position < from + 3) {
            throw BadMessage.of("an address in brackets that is none");
        }
        return position + 1;
    }

    private static int port(byte[] bytes, int from, int to) throws HttpRefusal {
        if (bytes[from] != ':') {
            throw unexpected(bytes[from]);
        }
        if (to == from + 1) {
            return -1;
        }
        int port = 0;
        for (int i = from + 1; i < to; i++) {
            if (!Octets.isDigit(bytes[i]) || to - from > 6) {
                throw BadMessage.of("a port that is no number");
            }
            port = port * 10 + bytes[i] - '0';
        }
        if (port > 65535) {
            throw BadMessage.of("port %d (expected: 0 to 65535)".formatted(port));
        }
        return port;
    }

    private static HttpRefusal unexpected(byte octet) {
        return BadMessage.of("byte %s in the host".formatted(Octets.show(octet)));
    }
}
