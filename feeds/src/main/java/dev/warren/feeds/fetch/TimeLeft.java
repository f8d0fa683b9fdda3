package dev.warren.feeds.fetch;

import java.time.Duration;
import java.util.function.Supplier;

/** How long something may still take; by the clock that nobody sets. */
final class TimeLeft implements Supplier<Duration> {

    private final long end;

    TimeLeft(Duration within) {
        this.end = System.nanoTime() + within.toNanos();
    }

    /** Never zero, so that it can be waited. */
    @Override
    public Duration get() {
        return Duration.ofNanos(Math.max(1, end - System.nanoTime()));
    }
}
