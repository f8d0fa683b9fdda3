package dev.warren.edge.acme;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * When to try again: each time three times as late, with a tenth more or less, and never before the
 * authority lets us.
 *
 * @param first the wait after one failure
 */
record Backoff(Duration first, RandomGenerator random) {

    private static final Duration MOST = Duration.ofHours(12);

    /** An authority that is away costs it nothing when it is asked more often. */
    private static final Duration MOST_UNREACHABLE = Duration.ofHours(1);

    private static final Duration MOST_OBEYED = Duration.ofDays(8);
    private static final double JITTER = 0.1;

    /**
     * @param failures in a row, 1 for the first
     */
    Instant after(OrderOutcome.Failed failed, int failures, Instant now) {
        Duration most = failed.cause() == OrderOutcome.Cause.UNREACHABLE ? MOST_UNREACHABLE : MOST;
        double factor = Math.pow(3, Math.min(failures, 20) - 1.0);
        double millis =
                Math.min(first.toMillis() * factor, Math.max(most.toMillis(), first.toMillis()));
        double shaken = millis * (1 - JITTER + 2 * JITTER * random.nextDouble());
        Instant own = now.plusMillis((long) shaken);
        Instant theirs = failed.notBefore().orElse(own);
        Instant latest = now.plus(MOST_OBEYED);
        Instant later = theirs.isAfter(own) ? theirs : own;
        return later.isAfter(latest) ? latest : later;
    }
}
