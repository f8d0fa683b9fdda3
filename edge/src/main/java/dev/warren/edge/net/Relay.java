package dev.warren.edge.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.util.function.Consumer;

/**
 * Passes the bytes of one duplex channel on to another: reads only while the other side takes, and
 * passes on the end of one direction (half-close) without ending the other.
 *
 * <p>Two of them make a pipe. Both channels run with auto-read off. Each instance is confined to
 * its own channel's event loop; writing to a channel of another loop is safe but dearer, so callers
 * put both on one.
 */
public final class Relay extends ChannelInboundHandlerAdapter {

    private final DuplexChannel from;
    private final DuplexChannel to;
    private final Consumer<ByteBuf> witness;

    private Relay(DuplexChannel from, DuplexChannel to, Consumer<ByteBuf> witness) {
        this.from = from;
        this.to = to;
        this.witness = witness;
    }

    /**
     * Joins {@code a} and {@code b} and starts to read both. When either is closed, the other is
     * closed once it has taken what was on its way.
     *
     * @param fromA shown every piece that came from {@code a}, on its loop, to look at and no more
     * @param fromB the same for {@code b}
     */
    public static void join(
            DuplexChannel a, DuplexChannel b, Consumer<ByteBuf> fromA, Consumer<ByteBuf> fromB) {
        prepare(a);
        prepare(b);
        a.pipeline().addLast("relay", new Relay(a, b, fromA));
        b.pipeline().addLast("relay", new Relay(b, a, fromB));
        // whichever was closed before its handler stood would never tell
        if (!a.isActive() || !b.isActive()) {
            a.close();
            b.close();
            return;
        }
        a.read();
        b.read();
    }

    private static void prepare(DuplexChannel channel) {
        channel.config().setAutoRead(false);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        witness.accept((ByteBuf) message);
        to.write(message, to.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        to.flush();
        if (to.isWritable()) {
            ctx.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (from.isWritable()) {
            to.read();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            to.writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(done -> to.shutdownOutput().addListener(shut -> closeIfDone()));
        }
    }

    private void closeIfDone() {
        if (from.isOutputShutdown()) {
            from.close();
            to.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        Drain.thenClose(to);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
