package dev.warren.edge.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.memory.MemoryBudget;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChargedReadsTest {

    private static final long LIMIT = 100_000;

    private final MemoryBudget budget = MemoryBudget.root("test", LIMIT);
    private final BlockingQueue<Object> seen = new ArrayBlockingQueue<>(1000);
    private final BlockingQueue<Channel> accepted = new ArrayBlockingQueue<>(10);
    private @Nullable EventLoopGroup loops;

    static Stream<Boolean> transports() {
        return Epoll.isAvailable() ? Stream.of(true, false) : Stream.of(false);
    }

    @AfterEach
    void stop() {
        if (loops != null) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void chargesABufferUntilItIsReleased(boolean epoll) throws Exception {
        try (Socket client = connect(epoll)) {
            client.getOutputStream().write(new byte[10]);
            accepted().read();

            ByteBuf bytes = nextBytes();
            assertThat(bytes.readableBytes()).isEqualTo(10);
            assertThat(budget.used()).isPositive();

            bytes.release();
            assertThat(budget.used()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void passesNothingThatWasNotAskedForEvenWhenThePeerHasEnded(boolean epoll) throws Exception {
        try (Socket client = connect(epoll)) {
            Channel channel = accepted();
            client.getOutputStream().write(new byte[10]);
            client.shutdownOutput();
            Awaitility.await()
                    .during(Duration.ofMillis(200))
                    .atMost(Duration.ofSeconds(5))
                    .until(seen::isEmpty);

            channel.read();
            nextBytes().release();
            channel.read();

            assertThat(seen.poll(5, TimeUnit.SECONDS)).isSameAs(ChannelInputShutdownEvent.INSTANCE);
            channel.read();
            assertThat(channel.isActive()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void readsOnFromItsReserveWhenTheBudgetIsFull(boolean epoll) throws Exception {
        try (Socket client = connect(epoll);
                var others = budget.reserve(LIMIT)) {
            Channel channel = accepted();
            client.getOutputStream().write(new byte[3 * ChargedReads.RESERVE]);
            channel.read();

            int total = 0;
            while (total < 3 * ChargedReads.RESERVE) {
                ByteBuf bytes = nextBytes();
                channel.read();
                assertThat(seen.poll(50, TimeUnit.MILLISECONDS)).isNull();
                total += bytes.readableBytes();
                bytes.release();
            }

            assertThat(budget.used()).isEqualTo(others.bytes());
            assertThat(budget.peak()).isLessThanOrEqualTo(LIMIT);
        }
    }

    private ByteBuf nextBytes() throws InterruptedException {
        Object next = seen.poll(5, TimeUnit.SECONDS);
        assertThat(next).isInstanceOf(ByteBuf.class);
        return (ByteBuf) next;
    }

    private Channel accepted() throws InterruptedException {
        Channel channel = accepted.poll(5, TimeUnit.SECONDS);
        assertThat(channel).isNotNull();
        return channel;
    }

    private Socket connect(boolean epoll) throws Exception {
        loops =
                new MultiThreadIoEventLoopGroup(
                        1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        Channel server =
                new ServerBootstrap()
                        .group(loops)
                        .channel(
                                epoll
                                        ? EpollServerSocketChannel.class
                                        : NioServerSocketChannel.class)
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        ChargedReads.install(channel, budget);
                                        channel.pipeline().addLast(new Recorder());
                                    }
                                })
                        .bind(InetAddress.getLoopbackAddress(), 0)
                        .sync()
                        .channel();
        return new Socket(
                InetAddress.getLoopbackAddress(),
                ((InetSocketAddress) server.localAddress()).getPort());
    }

    private final class Recorder extends ChannelInboundHandlerAdapter {

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            accepted.add(ctx.channel());
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            seen.add(message);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event == ChannelInputShutdownEvent.INSTANCE) {
                seen.add(event);
            }
        }
    }
}
