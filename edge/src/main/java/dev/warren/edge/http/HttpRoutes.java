package dev.warren.edge.http;

/**
 * The routing table of the HTTP door: host, then longest path prefix on a segment boundary. Reads
 * go to an immutable snapshot; any thread may change it.
 */
public interface HttpRoutes {

    /**
     * Adds or replaces the target of {@code host} and {@code pathPrefix}.
     *
     * @param host lower case, no port, no trailing dot; {@code *.example.org} matches any name
     *     below
     * @param pathPrefix {@code /} or {@code /a/b} without a trailing slash
     */
    void put(String host, String pathPrefix, HttpTarget target);

    /** Removes the route if it still leads to {@code target}. */
    void remove(String host, String pathPrefix, HttpTarget target);
}
