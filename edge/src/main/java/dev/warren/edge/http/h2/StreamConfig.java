package dev.warren.edge.http.h2;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.WriteBufferWaterMark;

/**
 * The options of a {@link StreamChannel}: the usual ones, and those of sockets by which visitors'
 * connections are told how to end.
 */
final class StreamConfig extends DefaultChannelConfig {

    private static final WriteBufferWaterMark OUTPUT =
            new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    private volatile boolean aborting;

    StreamConfig(Channel channel) {
        super(channel);
        setAutoRead(false);
        setWriteBufferWaterMark(OUTPUT);
    }

    /** Whether the end that follows cuts the answer off. */
    boolean isAborting() {
        return aborting;
    }

    @Override
    public <T> boolean setOption(ChannelOption<T> option, T value) {
        if (option == ChannelOption.SO_LINGER) {
            // as with sockets, a reset follows
            aborting = true;
            return true;
        }
        return option == ChannelOption.ALLOW_HALF_CLOSURE || super.setOption(option, value);
    }
}
