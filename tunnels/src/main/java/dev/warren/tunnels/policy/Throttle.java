package dev.warren.tunnels.policy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one stream to its tunnel's speed. It holds no bytes: a stream that is ahead is not read,
 * and says that it takes no more, until the time has come. Confined to the stream's event loop.
 */
final class Throttle extends ChannelDuplexHandler {

    private final int reason;

    /** May be changed by any thread; null for no speed at all. */
    private volatile StreamPolicy.@Nullable Speed speed;

    private boolean resting;
    private boolean wanted;
    private boolean full;

    /**
     * @param reason which of Netty's user-defined reasons not to be writable is this one's, 1 to 31
     */
    Throttle(StreamPolicy.Speed speed, int reason) {
        this.reason = reason;
        this.speed = speed;
    }

    /**
     * From now on {@code now} is the speed; null for none. A wait that has begun ends as it was.
     */
    void speed(StreamPolicy.@Nullable Speed now) {
        speed = now;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            var now = speed;
            long pause = now == null ? 0 : passed(now.toVisitors(), bytes);
            if (pause > 0 && !resting) {
                resting = true;
                ctx.executor().schedule(() -> readOn(ctx), pause, TimeUnit.NANOSECONDS);
            }
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        if (resting) {
            wanted = true;
        } else {
            ctx.read();
        }
    }

    private void readOn(ChannelHandlerContext ctx) {
        resting = false;
        if (wanted) {
            wanted = false;
            ctx.read();
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) {
            var now = speed;
            long pause = now == null ? 0 : passed(now.fromVisitors(), bytes);
            if (pause > 0 && !full) {
                full = true;
                writable(ctx, false);
                ctx.executor().schedule(() -> writeOn(ctx), pause, TimeUnit.NANOSECONDS);
            }
        }
        ctx.write(message, promise);
    }

    private static long passed(Pace pace, ByteBuf bytes) {
        return pace.passed(bytes.readableBytes(), System.nanoTime());
    }

    private void writeOn(ChannelHandlerContext ctx) {
        full = false;
        writable(ctx, true);
    }

    private void writable(ChannelHandlerContext ctx, boolean now) {
        ChannelOutboundBuffer out = ctx.channel().unsafe().outboundBuffer();
        // there is none once the channel is closed
        if (out != null) {
            out.setUserDefinedWritability(reason, now);
        }
    }
}
