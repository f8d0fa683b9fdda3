package dev.warren.core.upkeep;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * A task that is run again and again on a virtual thread of its own, with a pause after each run. A
 * run that fails is logged and followed by the next. Stopping waits at most five seconds for a run
 * that is under way, then interrupts it.
 */
public final class Upkeep implements SmartLifecycle {

    /** The phase of what has to be there before the doors open, and longer than they. */
    public static final int EARLY = Integer.MIN_VALUE / 2;

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

    private final String name;
    private final Duration pause;
    private final int phase;
    private final Runnable task;
    private volatile CountDownLatch stop = new CountDownLatch(0);
    private volatile @Nullable Thread thread;

    /**
     * @param name one word, for the thread and the log
     * @param pause before the first run and after each
     * @param phase as in {@link SmartLifecycle#getPhase}
     * @param task may block; what it throws is logged as an error
     */
    public Upkeep(String name, Duration pause, int phase, Runnable task) {
        this.name = name;
        this.pause = pause;
        this.phase = phase;
        this.task = task;
    }

    @Override
    public void start() {
        CountDownLatch until = new CountDownLatch(1);
        stop = until;
        thread = Thread.ofVirtual().name("upkeep-" + name).start(() -> run(until));
    }

    private void run(CountDownLatch until) {
        try {
            while (!until.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    task.run();
                } catch (RuntimeException failed) {
                    LOG.error("upkeep failed name={}", name, failed);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        stop.countDown();
        Thread running = thread;
        try {
            if (running != null && !running.join(LONGEST_STOP)) {
                running.interrupt();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return stop.getCount() > 0;
    }

    @Override
    public int getPhase() {
        return phase;
    }
}
