package dev.warren.app.rules.planted;

import io.netty.channel.ChannelFuture;

/** Waits for what may never come. */
public final class WaitsForNettyForEver {

    void written(ChannelFuture write) throws InterruptedException {
        write.sync();
    }
}
