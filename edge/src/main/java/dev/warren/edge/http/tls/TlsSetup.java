package dev.warren.edge.http.tls;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.HttpsProperties;
import dev.warren.edge.http.h2.H2Server;
import dev.warren.edge.http.proxy.Visitors;
import dev.warren.edge.net.ChargedReads;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.AttributeKey;
import java.util.concurrent.TimeUnit;

/** Sets accepted connections up for their handshake, or closes them. Thread-safe. */
@Sharable
final class TlsSetup extends ChannelInitializer<SocketChannel> {

    /** What the JDK's engine holds from the first byte to the end of the handshake, about. */
    static final int HANDSHAKE_BYTES = 48 * 1024;

    /** What it holds afterwards, with a record that has come in part. */
    static final int ENGINE_BYTES = 24 * 1024;

    private static final long LONGEST_HELLO_MILLIS = TimeUnit.SECONDS.toMillis(5);
    private static final AttributeKey<Integer> CHARGED =
            AttributeKey.valueOf("dev.warren.tls-charge");

    private final HttpsProperties settings;
    private final Visitors visitors;
    private final H2Server streams;
    private final CertificateStore certificates;
    private final TlsRouteTable routes;

    TlsSetup(
            HttpsProperties settings,
            Visitors visitors,
            CertificateStore certificates,
            TlsRouteTable routes) {
        this.routes = routes;
        this.settings = settings;
        this.visitors = visitors;
        this.streams = new H2Server(visitors);
        this.certificates = certificates;
    }

    Visitors visitors() {
        return visitors;
    }

    H2Server streams() {
        return streams;
    }

    TlsRouteTable routes() {
        return routes;
    }

    CertificateStore certificates() {
        return certificates;
    }

    /** How long the first message may take to come. */
    long helloMillis() {
        return Math.min(LONGEST_HELLO_MILLIS, handshakeMillis());
    }

    /** How long the rest may take. */
    long handshakeMillis() {
        return settings.handshakeTimeout().toMillis();
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        MemoryBudget budget = visitors.budget();
        if (!visitors.admit(channel)) {
            channel.close();
            return;
        }
        if (!budget.tryAcquire(HANDSHAKE_BYTES)) {
            visitors.refused("memory");
            channel.close();
            return;
        }
        channel.attr(CHARGED).set(HANDSHAKE_BYTES);
        channel.closeFuture().addListener(closed -> budget.release(channel.attr(CHARGED).get()));
        ChargedReads reads = ChargedReads.install(channel, budget);
        channel.pipeline().addLast("tls-entry", new TlsEntry(this, channel, reads));
    }

    /** There is no handshake here. */
    void released(Channel channel) {
        channel.attr(CHARGED).set(0);
        visitors.budget().release(HANDSHAKE_BYTES);
    }

    /** The handshake is over, and needs no memory any more. */
    void established(Channel channel) {
        channel.attr(CHARGED).set(ENGINE_BYTES);
        visitors.budget().release(HANDSHAKE_BYTES - ENGINE_BYTES);
    }
}
