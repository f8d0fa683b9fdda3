package dev.warren.tunnels.net;

import dev.warren.edge.net.ChargedReads;
import dev.warren.edge.net.NetProperties.Door;
import dev.warren.edge.net.ProxyProtocol;
import dev.warren.edge.net.Relay;
import dev.warren.tunnels.live.Tunnel;
import dev.warren.tunnels.options.RequestLines;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.InstantSource;

/**
 * Takes the visitors of a TCP tunnel: opens a stream to the client for each, and reads nothing from
 * the visitor before it stands, so that a server that speaks first is not waited for. A visitor who
 * cannot be served is reset. Called on the SSH connection's event loop.
 */
@Sharable
final class TcpVisitors extends ChannelInitializer<Channel> {

    private final Tunnel tunnel;
    private final InstantSource clock;

    TcpVisitors(Tunnel tunnel, InstantSource clock) {
        this.tunnel = tunnel;
        this.clock = clock;
    }

    /** What sets their sockets up, once it is known who comes. */
    ChannelHandler behind(ProxyProtocol front) {
        return front.front(Door.TCP, tunnel.budget(), this);
    }

    /** Where the visitors' sockets live. */
    EventLoop loop() {
        return tunnel.connection().eventLoop();
    }

    @Override
    protected void initChannel(Channel visitor) {
        // the address is gone when the visitor is
        InetSocketAddress from = ProxyProtocol.client(visitor);
        if (from == null
                || !tunnel.policy().admits(from.getAddress())
                || !tunnel.takesVisitor(clock.instant())
                || !tunnel.budget().tryAcquire(ChargedReads.RESERVE)) {
            reset(visitor);
            return;
        }
        visitor.closeFuture().addListener(closed -> tunnel.budget().release(ChargedReads.RESERVE));
        ChargedReads.install(visitor, tunnel.budget());
        if (tunnel.options().isOn(RequestLines.class)) {
            tunnel.client().requestLines().visitor(tunnel, from, clock.instant());
        }
        tunnel.open(from)
                .addListener((Future<Channel> opened) -> join((DuplexChannel) visitor, opened));
    }

    private static void join(DuplexChannel visitor, Future<Channel> opened) {
        if (opened.isSuccess()) {
            Relay.join(visitor, (DuplexChannel) opened.getNow(), bytes -> {}, bytes -> {});
        } else {
            reset(visitor);
        }
    }

    private static void reset(Channel visitor) {
        visitor.config().setOption(ChannelOption.SO_LINGER, 0);
        visitor.close();
    }
}
