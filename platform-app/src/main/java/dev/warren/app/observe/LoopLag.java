package dev.warren.app.observe;

import dev.warren.edge.net.EventLoops;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures how late the event loops are: each runs a task that should run every quarter of a
 * second, and whatever holds the loop up shows as the difference.
 */
final class LoopLag implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofMillis(250);

    private final Timer lag;
    private final List<ScheduledFuture<?>> probes = new ArrayList<>();

    LoopLag(EventLoops loops, MeterRegistry meters) {
        lag =
                Timer.builder("warren.edge.loop.lag")
                        .description("How late tasks of the event loops run")
                        .serviceLevelObjectives(
                                Duration.ofMillis(1),
                                Duration.ofMillis(5),
                                Duration.ofMillis(20),
                                Duration.ofMillis(100),
                                Duration.ofMillis(500))
                        .register(meters);
        Gauge.builder("warren.edge.loop.pending", loops, LoopLag::pending)
                .description("Tasks that wait in the event loops' queues")
                .baseUnit("tasks")
                .register(meters);
        for (EventExecutor loop : loops.workers()) {
            probes.add(probe(loop));
        }
    }

    private ScheduledFuture<?> probe(EventExecutor loop) {
        // written by the loop's own thread only
        long[] due = {System.nanoTime() + PERIOD.toNanos()};
        return loop.scheduleAtFixedRate(
                () -> {
                    long late = System.nanoTime() - due[0];
                    lag.record(Math.max(0, late), TimeUnit.NANOSECONDS);
                    // after a stall the missed runs follow at once; they are not late again
                    due[0] =
                            Math.max(due[0], System.nanoTime() - PERIOD.toNanos())
                                    + PERIOD.toNanos();
                },
                PERIOD.toNanos(),
                PERIOD.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    private static long pending(EventLoops loops) {
        long tasks = 0;
        for (EventExecutor loop : loops.workers()) {
            if (loop instanceof SingleThreadEventExecutor single) {
                tasks += single.pendingTasks();
            }
        }
        return tasks;
    }

    @Override
    public void close() {
        probes.forEach(probe -> probe.cancel(false));
    }
}
