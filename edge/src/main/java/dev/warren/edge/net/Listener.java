package dev.warren.edge.net;

import dev.warren.core.StartRefusedException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A port that visitors come to. Opening and closing block and belong to start and stop. */
public final class Listener {

    private static final int BIND_SECONDS = 10;
    private static final int CLOSE_SECONDS = 2;
    private static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    private final Channel channel;

    private Listener(Channel channel) {
        this.channel = channel;
    }

    /**
     * Listens; blocks until it does.
     *
     * @param address empty for all local ones
     * @param setting the name of the port's setting, for the message
     * @param handler sets accepted connections up
     * @throws StartRefusedException when the port cannot be had
     */
    public static Listener open(
            EventLoops loops, String address, int port, String setting, ChannelHandler handler) {
        InetSocketAddress wanted =
                address.isEmpty()
                        ? new InetSocketAddress(port)
                        : new InetSocketAddress(address, port);
        ChannelFuture bound =
                loops.listening(loops.workers())
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                        .childHandler(handler)
                        .bind(wanted);
        if (!bound.awaitUninterruptibly(BIND_SECONDS, TimeUnit.SECONDS) || !bound.isSuccess()) {
            throw new StartRefusedException(
                    "%s: %d (expected: a port that is free and allowed on %s: %s)"
                            .formatted(
                                    setting,
                                    port,
                                    wanted.getHostString(),
                                    bound.cause() == null
                                            ? "no answer"
                                            : bound.cause().getMessage()));
        }
        return new Listener(bound.channel());
    }

    /** Where {@code listener} can be reached; empty when there is none or it is closed. */
    public static Optional<InetSocketAddress> address(@Nullable Listener listener) {
        return listener != null && listener.channel.isActive()
                ? Optional.of(listener.address())
                : Optional.empty();
    }

    /** The address it was opened at, with the port that was chosen. */
    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** Takes no new connection from here on. */
    public void close() {
        channel.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
