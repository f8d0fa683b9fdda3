package dev.warren.edge.http;

import dev.warren.core.memory.MemoryBudget;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;

/** TLS on the streams that lead to targets. Thread-safe; nothing blocks. */
public interface BackendTls {

    /**
     * What is expected of the server at the other end.
     *
     * @param name the host it is asked for, told in the handshake (SNI) where it is a host name
     * @param verify whether its certificate has to be for that host and signed by somebody known
     * @param http2 whether it has to speak HTTP/2 inside
     */
    record Server(String name, boolean verify, boolean http2) {}

    /**
     * Shakes hands as a client on {@code stream}, an open channel with auto-read off; called on its
     * event loop, where the result is told too.
     *
     * @param budget what TLS holds of the stream is charged to
     * @return a channel whose reads and writes are what TLS carries; fails with {@link HttpRefusal}
     *     when there is no TLS at the other end, or none that is good enough, and the stream is
     *     closed then
     */
    Future<Channel> secure(Channel stream, Server server, MemoryBudget budget);
}
