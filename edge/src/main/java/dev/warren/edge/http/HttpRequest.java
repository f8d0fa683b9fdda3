package dev.warren.edge.http;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A request's head as the visitor sent it. Immutable. */
public interface HttpRequest {

    /** The method as sent. */
    String method();

    /** The host that was routed: lower case, without port. */
    String host();

    /** Path and query as sent, as long as {@code warren.http.limits.target} allows. */
    String target();

    /** The same without the query. */
    String path();

    /** {@code HTTP/1.0} or {@code HTTP/1.1}. */
    String version();

    /** The first value of that name, given in any case. */
    Optional<String> field(String name);

    /** All fields in the order in which they came. */
    List<HttpField> fields();

    /** Shows all fields in that order, for those who ask about every request. */
    default void visitFields(FieldVisitor visitor) {
        fields().forEach(field -> field.show(visitor));
    }

    /**
     * The whole head as it was on the wire, with the empty line at its end, where it was there as
     * text. The array never changes.
     */
    default Optional<byte[]> wire() {
        return Optional.empty();
    }

    /** The visitor's address, as trusted proxies tell it where there are any. */
    InetSocketAddress visitor();

    /** The id that logs and {@code X-Request-Id} carry. */
    String requestId();

    /** Whether the visitor's own request was encrypted, here or at a trusted proxy. */
    default boolean isSecure() {
        return false;
    }

    /** The port by which visitors find the HTTPS door; empty while there is none. */
    default OptionalInt securePort() {
        return OptionalInt.empty();
    }

    /** Whether it asks to leave HTTP, as for a WebSocket. */
    boolean wantsUpgrade();
}
