package dev.warren.edge.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.concurrent.TimeUnit;

/** Closes channels once they have sent what was written, and in any case once they stand still. */
public final class Drain {

    private static final long STALLED_SECONDS = 30;

    private Drain() {}

    /**
     * Closes {@code channel} after its pending bytes are sent, or when none of them moved for 30 s.
     * Any thread may call it.
     */
    public static void thenClose(Channel channel) {
        if (!channel.eventLoop().inEventLoop()) {
            channel.eventLoop().execute(() -> thenClose(channel));
            return;
        }
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        if (channel.isOpen()) {
            watch(channel, pending(channel));
        }
    }

    private static void watch(Channel channel, long before) {
        channel.eventLoop()
                .schedule(
                        () -> {
                            if (!channel.isOpen()) {
                                return;
                            }
                            long now = pending(channel);
                            if (now < before) {
                                watch(channel, now);
                            } else {
                                channel.close();
                            }
                        },
                        STALLED_SECONDS,
                        TimeUnit.SECONDS);
    }

    private static long pending(Channel channel) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }
}
