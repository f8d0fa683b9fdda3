package dev.warren.edge.http.proxy;

import dev.warren.edge.http.codec.FieldName;
import dev.warren.edge.http.codec.Fields;
import dev.warren.edge.http.codec.RequestHead;
import dev.warren.edge.net.Networks;
import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection, and what backends are told about it. What strangers say
 * of themselves is replaced; what a trusted proxy says is believed and added to. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7239">RFC 7239</a>
 */
final class Visitor {

    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");
    private static final int MAX_HOPS = 32;
    private static final byte[] HOST_AFTER_FORWARDED = latin1("\"\r\nX-Forwarded-Host: ");
    private static final byte[] PORT_FIELD = latin1("\r\nX-Forwarded-Port: ");
    private static final byte[] REQUEST_ID_FIELD = latin1("\r\nX-Request-Id: ");

    private final InetSocketAddress peer;
    private final boolean trusted;
    private final Networks proxies;
    private final Transport transport;
    private final byte[] hsts;
    private final String address;
    private final String node;
    private final String idPrefix;
    private final byte[] stranger;

    /**
     * @param seed makes this connection's request ids unique
     * @param hsts a field line for every answer, or nothing
     */
    Visitor(InetSocketAddress peer, Networks proxies, long seed, Transport transport, byte[] hsts) {
        this.transport = transport;
        this.hsts = hsts;
        this.peer = peer;
        this.proxies = proxies;
        this.trusted = proxies.contains(peer.getAddress());
        this.address = NetUtil.toAddressString(peer.getAddress());
        this.node = peer.getAddress() instanceof Inet6Address ? "\"[" + address + "]\"" : address;
        this.idPrefix = HexFormat.of().toHexDigits(seed) + "-";
        this.stranger =
                latin1(
                        "X-Forwarded-For: %1$s\r\nX-Real-IP: %1$s\r\nX-Forwarded-Proto: %3$s\r\nForwarded: for=%2$s;proto=%3$s;host=\""
                                .formatted(address, node, transport.scheme()));
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    boolean isTrusted() {
        return trusted;
    }

    InetSocketAddress peer() {
        return peer;
    }

    Transport transport() {
        return transport;
    }

    /** A field line that every answer gets unless it has its own; empty for none. */
    byte[] hsts() {
        return hsts;
    }

    /** What the edge's own answer to the request of that id bears. */
    Problems.Marks marks(String requestId) {
        return new Problems.Marks(requestId, hsts);
    }

    /** Whether the visitor's own request was encrypted, here or at a trusted proxy. */
    boolean isSecure(RequestHead head) {
        return scheme(head.fields()).equals("https");
    }

    private String scheme(Fields fields) {
        String given = trusted ? fields.value(FieldName.X_FORWARDED_PROTO) : null;
        if (given == null || given.isEmpty()) {
            return transport.scheme();
        }
        return given.equalsIgnoreCase("https") ? "https" : "http";
    }

    /** Bytes that {@link #copyTo} adds at most to a head, its own fields aside. */
    int room() {
        return stranger.length + 640;
    }

    /**
     * The id of this connection's request number {@code count}, or the one a trusted proxy gave.
     */
    String requestId(@Nullable RequestHead head, long count) {
        if (trusted && head != null) {
            String given = head.fields().value(FieldName.X_REQUEST_ID);
            if (given != null && REQUEST_ID.matcher(given).matches()) {
                return given;
            }
        }
        return idPrefix + count;
    }

    /**
     * The address of whoever asks: the peer's, or the nearest one that trusted proxies vouch for.
     */
    InetSocketAddress address(RequestHead head) {
        if (!trusted) {
            return peer;
        }
        InetAddress nearest = peer.getAddress();
        String[] hops = joined(head.fields(), FieldName.X_FORWARDED_FOR).split(",", -1);
        for (int i = hops.length - 1; i >= Math.max(0, hops.length - MAX_HOPS); i--) {
            InetAddress hop = Networks.address(hops[i].strip());
            if (hop == null) {
                break;
            }
            nearest = hop;
            if (!proxies.contains(hop)) {
                break;
            }
        }
        return nearest.equals(peer.getAddress()) ? peer : new InetSocketAddress(nearest, 0);
    }

    /** Writes the forwarding fields of a request to a backend. */
    void copyTo(RequestHead head, String requestId, ByteBuf out) {
        if (trusted) {
            out.writeBytes(latin1(vouched(head)));
        } else {
            Fields fields = head.fields();
            int host = fields.find(FieldName.HOST, 0);
            out.writeBytes(stranger);
            fields.copyValue(host, out);
            out.writeBytes(HOST_AFTER_FORWARDED);
            fields.copyValue(host, out);
            out.writeBytes(PORT_FIELD);
            out.writeCharSequence(port(head, transport.scheme()), StandardCharsets.US_ASCII);
        }
        out.writeBytes(REQUEST_ID_FIELD);
        out.writeCharSequence(requestId, StandardCharsets.US_ASCII);
        out.writeShort('\r' << 8 | '\n');
    }

    private String vouched(RequestHead head) {
        Fields fields = head.fields();
        String host = orElse(fields.value(FieldName.HOST), "");
        String proto = scheme(fields);
        String element = "for=%s;proto=%s;host=\"%s\"".formatted(node, proto, host);
        return "X-Forwarded-For: %s\r\nX-Real-IP: %s\r\nX-Forwarded-Proto: %s\r\nX-Forwarded-Port: %s\r\nForwarded: %s\r\nX-Forwarded-Host: %s"
                .formatted(
                        append(joined(fields, FieldName.X_FORWARDED_FOR), address),
                        NetUtil.toAddressString(address(head).getAddress()),
                        proto,
                        orElse(fields.value(FieldName.X_FORWARDED_PORT), port(head, proto)),
                        append(joined(fields, FieldName.FORWARDED), element),
                        orElse(fields.value(FieldName.X_FORWARDED_HOST), host));
    }

    /** The port that the visitor used: the local one may be behind a mapping. */
    private static String port(RequestHead head, String scheme) {
        int port = head.authority().port();
        if (port >= 0) {
            return Integer.toString(port);
        }
        return scheme.equals("https") ? "443" : "80";
    }

    private static String append(String list, String element) {
        return list.isEmpty() ? element : list + ", " + element;
    }

    private static String orElse(@Nullable String value, String otherwise) {
        return value == null || value.isEmpty() ? otherwise : value;
    }

    private static String joined(Fields fields, FieldName name) {
        int field = fields.find(name, 0);
        if (field < 0) {
            return "";
        }
        StringBuilder all = new StringBuilder(fields.value(field));
        for (int i = fields.find(name, field + 1); i >= 0; i = fields.find(name, i + 1)) {
            all.append(", ").append(fields.value(i));
        }
        return all.toString();
    }
}
