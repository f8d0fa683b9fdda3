package dev.warren.edge.http;

import io.netty.buffer.ByteBuf;

/**
 * Looks on while one request and its answer pass, and can neither change nor delay them.
 *
 * <p>All methods are called on the visitor's event loop and must not block. Buffers belong to the
 * caller: what is wanted later has to be copied before the method returns, and their indexes stay
 * as they are. An observer that throws is asked no more.
 */
public interface HttpObserver {

    /** Bytes of the request's body as they go to the target, with the framing of chunked bodies. */
    void requestBody(ByteBuf wire);

    /** The final answer's head. Not called when the edge answers itself. */
    void response(HttpResponse head);

    /** Bytes of the answer's body as they came from the target, framing included. */
    void responseBody(ByteBuf wire);

    /** Bytes from the visitor after the connection has left HTTP. */
    default void upgradedFromVisitor(ByteBuf bytes) {}

    /** Bytes to the visitor after the connection has left HTTP. */
    default void upgradedToVisitor(ByteBuf bytes) {}

    /** It is over; called once. The status is 0 when the visitor left before any answer. */
    void ended(HttpExchange exchange);
}
