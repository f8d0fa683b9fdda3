package dev.warren.tunnels.inspect;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Forgets old recordings every few seconds. */
final class Upkeep implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Inspector inspector;
    private volatile CountDownLatch stop = new CountDownLatch(0);

    Upkeep(Inspector inspector) {
        this.inspector = inspector;
    }

    @Override
    public void start() {
        CountDownLatch until = new CountDownLatch(1);
        stop = until;
        Thread.ofVirtual().name("inspect-upkeep").start(() -> run(until));
    }

    private void run(CountDownLatch until) {
        try {
            while (!until.await(EVERY.toNanos(), TimeUnit.NANOSECONDS)) {
                sweep();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void sweep() {
        try {
            inspector.sweep();
        } catch (RuntimeException unexpected) {
            log.error("old recordings could not be forgotten", unexpected);
        }
    }

    @Override
    public void stop() {
        stop.countDown();
    }

    @Override
    public boolean isRunning() {
        return stop.getCount() > 0;
    }
}
