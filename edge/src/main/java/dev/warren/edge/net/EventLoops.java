package dev.warren.edge.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DuplexChannel;

/**
 * The event loops of the data plane and the channel types that fit them, chosen once at start.
 *
 * @param transport {@code epoll} or {@code nio}
 * @param acceptors the loop that accepts
 * @param workers the loops that move bytes
 */
public record EventLoops(
        String transport,
        EventLoopGroup acceptors,
        EventLoopGroup workers,
        Class<? extends ServerChannel> serverChannel,
        Class<? extends DuplexChannel> unixChannel) {}
