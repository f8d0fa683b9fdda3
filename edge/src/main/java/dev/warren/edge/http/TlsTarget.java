package dev.warren.edge.http;

import dev.warren.core.memory.MemoryBudget;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where connections go that the edge does not look into: a server that ends TLS itself.
 *
 * <p>Methods are called on event loops and never block.
 */
public interface TlsTarget {

    /** What the bytes in flight are charged to. */
    MemoryBudget budget();

    /** The loop that the target's streams live on, when they are tied to one. */
    Optional<EventLoop> eventLoop();

    /**
     * Opens a stream for one connection. The channel is a {@link
     * io.netty.channel.socket.DuplexChannel} with auto-read off and an empty pipeline.
     *
     * @param visitor whoever connected
     */
    Future<Channel> connect(EventLoop loop, InetSocketAddress visitor);
}
