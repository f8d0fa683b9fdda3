package dev.warren.edge.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;

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
        Class<? extends DuplexChannel> unixChannel) {

    private static final int BACKLOG = 1024;

    /**
     * So many bytes that are not sent yet the kernel takes of a connection. By itself it takes
     * megabytes for a reader that is slow, which no budget counts.
     */
    private static final long MOST_UNSENT = 128 * 1024;

    /** Loops that run on epoll(7). */
    public static EventLoops epoll(EventLoopGroup acceptors, EventLoopGroup workers) {
        return new EventLoops(
                "epoll",
                acceptors,
                workers,
                EpollServerSocketChannel.class,
                EpollDomainSocketChannel.class);
    }

    /** Loops that run on the JDK's selectors. */
    public static EventLoops nio(EventLoopGroup acceptors, EventLoopGroup workers) {
        return new EventLoops(
                "nio",
                acceptors,
                workers,
                NioServerSocketChannel.class,
                NioDomainSocketChannel.class);
    }

    /**
     * What opens TCP ports, set up as all of them are; whoever listens adds a handler and an
     * address. What a reader does not take stays out of the kernel where the transport can say so,
     * which is epoll.
     *
     * @param serving the loops of accepted connections
     */
    public ServerBootstrap listening(EventLoopGroup serving) {
        ServerBootstrap server =
                new ServerBootstrap()
                        .group(acceptors, serving)
                        .channel(serverChannel)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true);
        return serverChannel == EpollServerSocketChannel.class
                ? server.childOption(EpollChannelOption.TCP_NOTSENT_LOWAT, MOST_UNSENT)
                : server;
    }
}
