package dev.warren.app.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Reads a set of gauges once a second, on a thread of its own, until it is closed. A reading that
 * fails is counted, and leaves a gap. Thread-safe.
 */
public final class Sampler implements AutoCloseable {

    private static final int MOST_SAMPLES = 20_000;

    private final Supplier<Map<String, Double>> gauges;
    private final Map<String, List<Part.Point>> curves = new LinkedHashMap<>();
    private final long begin = System.nanoTime();
    private final Thread thread;
    private int failures;

    public Sampler(Supplier<Map<String, Double>> gauges) {
        this.gauges = gauges;
        thread = Thread.ofPlatform().daemon().name("sampler").start(this::sample);
    }

    private void sample() {
        for (int i = 0; i < MOST_SAMPLES && !Thread.currentThread().isInterrupted(); i++) {
            long next = begin + Duration.ofSeconds(i).toNanos();
            while (System.nanoTime() < next && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
            try {
                keep((System.nanoTime() - begin) / 1e9, gauges.get());
            } catch (LabException e) {
                fail();
            }
        }
    }

    private synchronized void keep(double second, Map<String, Double> values) {
        values.forEach((name, value) ->
                curves.computeIfAbsent(name, n -> new ArrayList<>())
                        .add(new Part.Point(second, value)));
    }

    private synchronized void fail() {
        failures++;
    }

    /** Seconds since the first sample. */
    public double now() {
        return (System.nanoTime() - begin) / 1e9;
    }

    public synchronized int failures() {
        return failures;
    }

    public synchronized List<Part.Point> curve(String gauge) {
        return List.copyOf(curves.getOrDefault(gauge, List.of()));
    }

    /** The gauges seen so far. */
    public synchronized List<String> names() {
        return List.copyOf(curves.keySet());
    }

    /** The highest value of a gauge; NaN when it was never read. */
    public double highest(String gauge) {
        return curve(gauge).stream().mapToDouble(Part.Point::value).max().orElse(Double.NaN);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
