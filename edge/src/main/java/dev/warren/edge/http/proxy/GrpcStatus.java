package dev.warren.edge.http.proxy;

import dev.warren.edge.http.codec.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * How the edge's own answers are said to programs that speak gRPC: as a status in the fields of a
 * head without a body.
 *
 * @see <a href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">gRPC over HTTP2</a>
 */
final class GrpcStatus {

    static final String TYPE = "application/grpc";

    private static final int UNKNOWN = 2;
    private static final int PERMISSION_DENIED = 7;
    private static final int UNIMPLEMENTED = 12;
    private static final int INTERNAL = 13;
    private static final int UNAVAILABLE = 14;
    private static final int UNAUTHENTICATED = 16;

    private GrpcStatus() {}

    /** Whether whoever sent {@code head} reads a status in these fields. */
    static boolean isAskedFor(RequestHead head) {
        String type = head.fields().find("content-type").orElse("");
        String lower = type.toLowerCase(Locale.ROOT);
        // application/grpc-web has its status in the body
        return lower.equals(TYPE) || lower.startsWith(TYPE + "+") || lower.startsWith(TYPE + ";");
    }

    /** The code that clients would choose themselves for an HTTP status. */
    static int code(int status) {
        return switch (status) {
            case 400 -> INTERNAL;
            case 401 -> UNAUTHENTICATED;
            case 403 -> PERMISSION_DENIED;
            case 404 -> UNIMPLEMENTED;
            case 429, 502, 503, 504 -> UNAVAILABLE;
            default -> UNKNOWN;
        };
    }

    /** Words as a field's value: percent-encoded UTF-8. */
    static String message(String words) {
        StringBuilder out = new StringBuilder(words.length() + 16);
        for (byte octet : words.getBytes(StandardCharsets.UTF_8)) {
            if (octet >= ' ' && octet <= '~' && octet != '%') {
                out.append((char) octet);
            } else {
                out.append('%').append("%02X".formatted(octet & 0xff));
            }
        }
        return out.toString();
    }
}
