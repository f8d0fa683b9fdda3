package dev.warren.tunnels.policy;

import dev.warren.tunnels.options.Rate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets so many through in a time, and a burst of them at once. It keeps one number, the moment at
 * which it will be full again (the generic cell rate algorithm). Thread-safe, without locks.
 */
final class TokenBucket {

    private final long interval;
    private final long depth;

    /** In nanoseconds since 1970. */
    private final AtomicLong fullAt = new AtomicLong(Long.MIN_VALUE);

    TokenBucket(Rate rate) {
        this.interval = rate.interval().toNanos();
        this.depth = interval * rate.burst();
    }

    /** Takes one if there is one; else says how long until there is. */
    Duration take(Instant now) {
        long at = ChronoUnit.NANOS.between(Instant.EPOCH, now);
        while (true) {
            long before = fullAt.get();
            long after = Math.max(before, at) + interval;
            if (after - at > depth) {
                return Duration.ofNanos(after - at - depth);
            }
            if (fullAt.compareAndSet(before, after)) {
                return Duration.ZERO;
            }
        }
    }
}
