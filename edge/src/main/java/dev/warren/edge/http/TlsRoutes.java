package dev.warren.edge.http;

/**
 * Hosts whose TLS is not ended at the HTTPS door: what comes for them is passed on as it is, from
 * the first byte. Any thread may change it; it has no effect while there is no HTTPS.
 *
 * @see HttpRoutes
 */
public interface TlsRoutes {

    /**
     * Adds or replaces the target of {@code host}.
     *
     * @param host lower case, no port, no trailing dot; {@code *.example.org} matches any name
     *     below
     */
    void put(String host, TlsTarget target);

    /** Removes the route if it still leads to {@code target}. */
    void remove(String host, TlsTarget target);
}
