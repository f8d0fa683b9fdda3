package dev.warren.tunnels.policy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How far one direction of a tunnel is ahead of its speed. Bytes are counted when they pass, and
 * whoever passed them waits for what they took too much. Thread-safe.
 */
final class Pace {

    /** How far ahead a tunnel may be without waiting. */
    private static final long SLACK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final long bytesPerSecond;
    private final AtomicLong doneAt;

    /**
     * @param now of {@link System#nanoTime()}
     */
    Pace(long bytesPerSecond, long now) {
        this.bytesPerSecond = bytesPerSecond;
        this.doneAt = new AtomicLong(now);
    }

    /** Counts {@code bytes}; gives the nanoseconds to wait before the next, 0 for none. */
    long passed(int bytes, long now) {
        long cost = TimeUnit.SECONDS.toNanos(1) * bytes / bytesPerSecond;
        long done = doneAt.updateAndGet(before -> (before - now > 0 ? before : now) + cost);
        return Math.max(0, done - now - SLACK_NANOS);
    }
}
