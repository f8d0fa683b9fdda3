package dev.warren.edge.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/** Moves a channel to another event loop, so that the two ends of a pipe share one thread. */
public final class LoopHopper {

    private LoopHopper() {}

    /**
     * Moves {@code channel}, which must be between reads with auto-read off. Tasks that it
     * scheduled on its old loop stay there.
     *
     * @return completes on the new loop; at once when the channel is there already. After a failure
     *     the channel is closed
     */
    public static ChannelFuture move(Channel channel, EventLoop loop) {
        if (channel.eventLoop() == loop) {
            return channel.newSucceededFuture();
        }
        ChannelPromise moved = new DefaultChannelPromise(channel, loop);
        channel.deregister()
                .addListener(left -> {
                    if (left.isSuccess()) {
                        loop.register(channel)
                                .addListener(joined -> finish(channel, moved, joined.cause()));
                    } else {
                        finish(channel, moved, left.cause());
                    }
                });
        return moved;
    }

    private static void finish(Channel channel, ChannelPromise moved, @Nullable Throwable cause) {
        if (cause == null) {
            moved.setSuccess();
        } else {
            channel.close();
            moved.setFailure(cause);
        }
    }
}
