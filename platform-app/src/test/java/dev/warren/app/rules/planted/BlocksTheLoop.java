package dev.warren.app.rules.planted;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds everybody up, if only for a second. */
public final class BlocksTheLoop extends ChannelInboundHandlerAdapter {

    private final CountDownLatch latch = new CountDownLatch(1);

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) throws Exception {
        if (latch.await(1, TimeUnit.SECONDS)) {
            ctx.fireChannelRead(msg);
        }
    }
}
