package dev.warren.edge.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopsTest {

    private static final int PIECE = 64 * 1024;
    private static final long READ_FAST = 200L << 20;

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final EventLoops loops = EventLoops.epoll(group, group);
    private final AtomicLong taken = new AtomicLong();

    @AfterEach
    void stop() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }

    /** The kernel's buffers grow while a reader is fast, to megabytes, and keep that size. */
    @Test
    void theKernelTakesLittleForAReaderThatStops() throws Exception {
        var bound =
                loops.listening(group)
                        .childHandler(new Endless())
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        assertThat(bound.awaitUninterruptibly(5, TimeUnit.SECONDS)).isTrue();
        try (Socket reader = new Socket()) {
            reader.setReceiveBufferSize(PIECE);
            reader.connect(bound.channel().localAddress(), 5000);
            InputStream in = reader.getInputStream();
            in.skipNBytes(READ_FAST);

            long before = -1;
            for (long now = taken.get(); now != before; now = taken.get()) {
                before = now;
                TimeUnit.MILLISECONDS.sleep(200);
            }

            assertThat(before - READ_FAST).isLessThan(700_000);
        }
    }

    /** Sends without end, and counts what the kernel has taken. */
    private final class Endless extends ChannelInboundHandlerAdapter {

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            send(ctx);
        }

        private void send(ChannelHandlerContext ctx) {
            ByteBuf piece = Unpooled.directBuffer(PIECE).writeZero(PIECE);
            ctx.writeAndFlush(piece)
                    .addListener(written -> {
                        if (written.isSuccess()) {
                            taken.addAndGet(PIECE);
                            ctx.executor().execute(() -> send(ctx));
                        }
                    });
        }
    }
}
