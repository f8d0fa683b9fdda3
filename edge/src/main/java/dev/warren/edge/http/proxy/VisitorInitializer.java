package dev.warren.edge.http.proxy;

import dev.warren.edge.net.ChargedReads;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Sets accepted connections up, or turns them away in one line. Thread-safe. */
@Sharable
final class VisitorInitializer extends ChannelInitializer<SocketChannel> {

    private final ProxyContext context;
    private final ConnectionGate gate;
    private final TrustedProxies proxies;
    private final RandomGenerator random;
    private final ChannelGroup visitors;
    private final RefusalLog log = new RefusalLog();

    VisitorInitializer(
            ProxyContext context,
            ConnectionGate gate,
            TrustedProxies proxies,
            RandomGenerator random,
            ChannelGroup visitors) {
        this.context = context;
        this.gate = gate;
        this.proxies = proxies;
        this.random = random;
        this.visitors = visitors;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        InetSocketAddress peer = channel.remoteAddress();
        if (peer == null) {
            channel.close();
            return;
        }
        Visitor visitor = new Visitor(peer, proxies, random.nextLong());
        boolean counted = !visitor.isTrusted();
        ConnectionGate.Refusal refusal = gate.enter(peer.getAddress(), counted);
        if (refusal != null) {
            turnAway(channel, refusal);
            return;
        }
        context.metrics().opened();
        channel.closeFuture()
                .addListener(closed -> {
                    gate.leave(peer.getAddress(), counted);
                    context.metrics().closed();
                });
        visitors.add(channel);
        ChargedReads reads = ChargedReads.install(channel, context.budget());
        new VisitorConnection(context, channel, reads, visitor).open();
    }

    private void turnAway(Channel channel, ConnectionGate.Refusal refusal) {
        log.refused(refusal);
        context.metrics().refused(refusal.name().toLowerCase(Locale.ROOT));
        channel.config().setAutoRead(false);
        String answer =
                "HTTP/1.1 503 Too busy\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nRetry-After: 5\r\nConnection: close\r\n\r\n%s\n"
                        .formatted(refusal.words().length() + 1, refusal.words());
        channel.writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII))
                .addListener(ChannelFutureListener.CLOSE);
    }
}
