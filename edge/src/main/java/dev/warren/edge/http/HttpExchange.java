package dev.warren.edge.http;

import java.net.InetSocketAddress;

/**
 * One answered request, for request lines and metrics.
 *
 * @param method the method as sent
 * @param host the host that was routed, lower case, without port
 * @param path the path and query as sent, at most 2,048 characters
 * @param status the final status
 * @param requestBytes body bytes from the visitor
 * @param responseBytes body bytes to the visitor
 * @param nanos from the last byte of the request's head to the last byte of the answer
 * @param visitor the visitor's address
 * @param requestId the id that logs and {@code X-Request-Id} carry
 */
public record HttpExchange(
        String method,
        String host,
        String path,
        int status,
        long requestBytes,
        long responseBytes,
        long nanos,
        InetSocketAddress visitor,
        String requestId) {}
