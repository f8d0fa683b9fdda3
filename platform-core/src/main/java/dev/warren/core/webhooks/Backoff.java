package dev.warren.core.webhooks;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When to try again: each time three times as late, with a fifth more or less so that many do not
 * come at once, and not before the receiver wants it, within an hour.
 *
 * @param first the wait after one failure
 */
record Backoff(Duration first, RandomGenerator random) {

    static final Duration MOST = Duration.ofHours(1);

    private static final double JITTER = 0.2;

    /**
     * @param failures in a row, 1 for the first
     * @param wanted how long the receiver asked to be left alone
     */
    Instant after(int failures, Optional<Duration> wanted, Instant now) {
        double factor = Math.pow(3, Math.min(failures, 20) - 1.0);
        double millis = Math.min(first.toMillis() * factor, MOST.toMillis());
        double shaken = millis * (1 - JITTER + 2 * JITTER * random.nextDouble());
        Duration own = Duration.ofMillis((long) shaken);
        Duration theirs = wanted.filter(w -> w.compareTo(MOST) < 0).orElse(own);
        return now.plus(theirs.compareTo(own) > 0 ? theirs : own);
    }
}
