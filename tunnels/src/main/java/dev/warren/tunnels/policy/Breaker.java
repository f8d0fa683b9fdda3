package dev.warren.tunnels.policy;

import dev.warren.tunnels.options.CircuitBreaker;
import java.time.Duration;
import java.time.Instant;

/**
 * Leaves a backend alone after so many failures in a row, then lets one request try. Thread-safe.
 */
final class Breaker {

    private final CircuitBreaker option;
    private int failures;
    private Instant openUntil = Instant.MIN;

    Breaker(CircuitBreaker option) {
        this.option = option;
    }

    /** How long a request would have to wait; zero when it may go on. */
    synchronized Duration pause(Instant now) {
        if (now.isBefore(openUntil)) {
            return Duration.between(now, openUntil);
        }
        if (failures >= option.failures()) {
            // the one that goes on now decides for the others
            openUntil = now.plus(option.pause());
        }
        return Duration.ZERO;
    }

    synchronized void reached() {
        failures = 0;
        openUntil = Instant.MIN;
    }

    synchronized void failed(Instant now) {
        failures = Math.min(failures + 1, option.failures());
        if (failures >= option.failures()) {
            openUntil = now.plus(option.pause());
        }
    }
}
