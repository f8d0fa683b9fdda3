package dev.warren.edge.http;

import dev.warren.core.memory.MemoryBudget;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;

/** HTTP/2 on the streams that lead to targets. Thread-safe; nothing blocks. */
public interface BackendHttp2 {

    /**
     * Greets the server at the other end of {@code stream}, an open channel with auto-read off, in
     * HTTP/2; called on its event loop, where the result is told too.
     *
     * @param budget what the connection and its streams hold is charged to
     * @return told once the server has greeted back; fails with {@link HttpRefusal} when it does
     *     not speak HTTP/2, and the stream is closed then
     */
    Future<Connection> greet(Channel stream, MemoryBudget budget);

    /** A connection that many requests share. Confined to its stream's event loop. */
    interface Connection {

        /** Whether another request may begin now. */
        boolean hasRoom();

        /** Whether no further request will ever begin on it. */
        boolean isOver();

        /**
         * Opens a channel for one request in HTTP/1.1, with auto-read off.
         *
         * @return fails with {@link HttpRefusal} when there is no room for it
         */
        Future<Channel> open();

        /** No further request begins on it, and it closes behind the last. */
        void finish();
    }
}
