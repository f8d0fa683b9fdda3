package dev.warren.core.mail;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * When to try again: each time twice as late, up to four hours, with a tenth more or less.
 *
 * @param first the wait after one failure
 */
record MailBackoff(Duration first, RandomGenerator random) {

    private static final Duration MOST = Duration.ofHours(4);
    private static final double JITTER = 0.1;

    /** {@code failures}: 1 for the first. */
    Instant after(int failures, Instant now) {
        double factor = Math.pow(2, Math.min(failures, 30) - 1.0);
        double millis = Math.min(first.toMillis() * factor, MOST.toMillis());
        return now.plusMillis((long) (millis * (1 - JITTER + 2 * JITTER * random.nextDouble())));
    }
}
