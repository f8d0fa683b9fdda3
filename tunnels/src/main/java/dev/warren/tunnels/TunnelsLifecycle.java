package dev.warren.tunnels;

import dev.warren.tunnels.live.TunnelMetrics;
import dev.warren.tunnels.live.Tunnels;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts with the application, before the doors open, and ends tunnels gently when it stops:
 * sessions are told to reconnect, nothing new is taken in, and open streams get time to finish.
 */
final class TunnelsLifecycle implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TunnelsLifecycle.class);
    private static final long LOOK_MILLIS = 20;

    private final Tunnels tunnels;
    private final TunnelMetrics metrics;
    private final Duration drainTime;
    private final Runnable onStart;
    private volatile boolean running;

    TunnelsLifecycle(Tunnels tunnels, TunnelMetrics metrics, Duration drainTime, Runnable onStart) {
        this.tunnels = tunnels;
        this.metrics = metrics;
        this.drainTime = drainTime;
        this.onStart = onStart;
    }

    @Override
    public void start() {
        onStart.run();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        tunnels.stopTakingIn();
        long end = System.nanoTime() + drainTime.toNanos();
        try {
            while (metrics.streams() > 0 && System.nanoTime() - end < 0) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log.info("tunnels.drained left={}", metrics.streams());
        tunnels.endAll();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
