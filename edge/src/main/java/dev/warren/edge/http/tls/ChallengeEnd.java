package dev.warren.edge.http.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;

/**
 * Ends a connection of a certificate authority when the handshake has shown it what it came for;
 * nothing more is taken from it. Confined to the event loop.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8737#section-3">RFC 8737, 3</a>
 */
final class ChallengeEnd extends ChannelInboundHandlerAdapter {

    /** The application protocol of such connections. */
    static final String PROTOCOL = "acme-tls/1";

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent) {
            ctx.close();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // a handshake that failed is told as an event
        ctx.close();
    }
}
