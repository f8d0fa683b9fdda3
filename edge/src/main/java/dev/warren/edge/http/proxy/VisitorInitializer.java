package dev.warren.edge.http.proxy;

import dev.warren.edge.net.ChargedReads;
import dev.warren.edge.net.ProxyProtocol;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Sets accepted connections up, or turns them away in one line. Thread-safe. */
@Sharable
final class VisitorInitializer extends ChannelInitializer<SocketChannel> {

    private final Visitors visitors;

    VisitorInitializer(Visitors visitors) {
        this.visitors = visitors;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        InetSocketAddress client = ProxyProtocol.client(channel);
        ConnectionGate.Refusal refusal = visitors.enter(channel);
        if (client != null && refusal == null) {
            ChargedReads reads = ChargedReads.install(channel, visitors.budget());
            visitors.expect(channel, reads, client);
        } else if (refusal != null) {
            turnAway(channel, refusal);
        }
    }

    private static void turnAway(Channel channel, ConnectionGate.Refusal refusal) {
        channel.config().setAutoRead(false);
        String answer =
                "HTTP/1.1 503 Too busy\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nRetry-After: 5\r\nConnection: close\r\n\r\n%s\n"
                        .formatted(refusal.words().length() + 1, refusal.words());
        channel.writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII))
                .addListener(ChannelFutureListener.CLOSE);
    }
}
