package dev.warren.tunnels;

import dev.warren.tunnels.live.TunnelMetrics;
import dev.warren.tunnels.live.Tunnels;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Ends tunnels gently when the application stops. Sessions are told at once to reconnect, and
 * nothing new is taken in; then the HTTP door lets its requests finish; then what else is open gets
 * some time; then the SSH door closes.
 */
final class TunnelsLifecycle implements SmartLifecycle, ApplicationListener<ContextClosedEvent> {

    private static final Logger log = LoggerFactory.getLogger(TunnelsLifecycle.class);
    private static final long LOOK_MILLIS = 20;

    /** Phases end from high to low: this one's between the HTTP door's and the SSH door's. */
    private static final int PHASE = DEFAULT_PHASE - 512;

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
        tunnels.startTakingIn();
        running = true;
    }

    /** Comes before any part of the application stops. */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        // the management context below this one closes too
        if (event.getApplicationContext().getParent() == null) {
            tunnels.stopTakingIn();
        }
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

    @Override
    public int getPhase() {
        return PHASE;
    }
}
