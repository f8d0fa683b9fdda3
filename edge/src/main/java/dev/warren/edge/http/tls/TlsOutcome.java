package dev.warren.edge.http.tls;

import dev.warren.edge.http.proxy.Transport;
import dev.warren.edge.net.ChargedReads;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetSocketAddress;

/** Waits for the handshake, and hands the connection over to HTTP. Confined to the event loop. */
final class TlsOutcome extends ChannelInboundHandlerAdapter {

    private final TlsSetup setup;
    private final TlsChannel channel;
    private final ChargedReads reads;
    private final Transport transport;

    TlsOutcome(TlsSetup setup, TlsChannel channel, ChargedReads reads, Transport transport) {
        this.setup = setup;
        this.channel = channel;
        this.reads = reads;
        this.transport = transport;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent done)) {
            ctx.fireUserEventTriggered(event);
        } else if (done.isSuccess()) {
            serve(ctx);
        } else {
            setup.visitors().refused("tls_handshake");
            ctx.close();
        }
    }

    private void serve(ChannelHandlerContext ctx) {
        InetSocketAddress peer = channel.peer();
        if (peer == null) {
            ctx.close();
            return;
        }
        setup.established(channel);
        ctx.pipeline().remove(this);
        if (channel.speaksHttp2()) {
            setup.streams().serve(channel, peer, transport);
        } else {
            setup.visitors().serve(channel, reads, peer, transport);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // a handshake that failed is told as an event
        ctx.close();
    }
}
