package dev.warren.app.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.warren.edge.net.EventLoops;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopLagTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final LoopLag lag = new LoopLag(EventLoops.nio(group, group), meters);

    @AfterEach
    void stop() {
        lag.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void blockedLoopShowsAsLag() {
        Timer timer = meters.get("warren.edge.loop.lag").timer();
        await().atMost(Duration.ofSeconds(5)).until(() -> timer.count() >= 1);

        group.execute(() -> hold(Duration.ofMillis(700)));

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() ->
                        assertThat(timer.max(TimeUnit.MILLISECONDS)).isBetween(300.0, 2000.0));
        assertThat(meters.get("warren.edge.loop.pending").gauge().value()).isNotNegative();
    }

    private static void hold(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
