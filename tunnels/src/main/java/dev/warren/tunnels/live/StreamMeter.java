package dev.warren.tunnels.live;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.util.concurrent.atomic.LongAdder;

/** Counts the bytes of all streams of one tunnel. */
@Sharable
final class StreamMeter extends ChannelDuplexHandler {

    private final LongAdder fromVisitors = new LongAdder();
    private final LongAdder toVisitors = new LongAdder();
    private final TunnelMetrics.KindMeters totals;
    private final Figures figures;

    StreamMeter(TunnelMetrics.KindMeters totals, Figures figures) {
        this.totals = totals;
        this.figures = figures;
    }

    long fromVisitors() {
        return fromVisitors.sum();
    }

    long toVisitors() {
        return toVisitors.sum();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            toVisitors.add(bytes.readableBytes());
            totals.toVisitors().add(bytes.readableBytes());
            figures.toVisitors(bytes.readableBytes());
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) {
            fromVisitors.add(bytes.readableBytes());
            totals.fromVisitors().add(bytes.readableBytes());
            figures.fromVisitors(bytes.readableBytes());
        }
        ctx.write(message, promise);
    }
}
