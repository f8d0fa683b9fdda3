package dev.warren.edge.net;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Wires the event loops that both front doors share. */
@AutoConfiguration
@EnableConfigurationProperties(NetProperties.class)
class EdgeNetAutoConfiguration {

    /** Each pools some megabytes of its own, which a small process on a large machine must have. */
    private static final int MOST_LOOPS = 16;

    private static final int QUIET_MILLIS = 50;
    private static final int STOP_SECONDS = 5;

    @Bean(destroyMethod = "close")
    LoopThreads loopThreads(NetProperties settings) {
        boolean epoll =
                switch (settings.transport()) {
                    case AUTO -> Epoll.isAvailable();
                    case EPOLL -> {
                        Epoll.ensureAvailability();
                        yield true;
                    }
                    case NIO -> false;
                };
        IoHandlerFactory handler = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        int threads =
                settings.threads() == 0
                        ? Math.min(Runtime.getRuntime().availableProcessors(), MOST_LOOPS)
                        : settings.threads();
        return new LoopThreads(
                epoll,
                new MultiThreadIoEventLoopGroup(1, threadsNamed("warren-accept"), handler),
                new MultiThreadIoEventLoopGroup(threads, threadsNamed("warren-loop"), handler));
    }

    @Bean
    EventLoops eventLoops(LoopThreads threads) {
        return threads.epoll()
                ? EventLoops.epoll(threads.acceptors(), threads.workers())
                : EventLoops.nio(threads.acceptors(), threads.workers());
    }

    @Bean
    ProxyProtocol proxyProtocol(NetProperties settings, ObjectProvider<MeterRegistry> meters) {
        return ProxyProtocol.of(
                settings.proxyProtocol(), meters.getIfUnique(CompositeMeterRegistry::new));
    }

    private static DefaultThreadFactory threadsNamed(String name) {
        return new DefaultThreadFactory(name, true);
    }

    /** The threads themselves, stopped after everything that runs on them. */
    record LoopThreads(boolean epoll, EventLoopGroup acceptors, EventLoopGroup workers)
            implements AutoCloseable {

        @Override
        public void close() {
            acceptors.shutdownGracefully(QUIET_MILLIS, STOP_SECONDS * 1000L, TimeUnit.MILLISECONDS);
            workers.shutdownGracefully(QUIET_MILLIS, STOP_SECONDS * 1000L, TimeUnit.MILLISECONDS)
                    .awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
        }
    }
}
