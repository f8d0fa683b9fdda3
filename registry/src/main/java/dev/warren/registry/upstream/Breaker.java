package dev.warren.registry.upstream;

import dev.warren.registry.source.Answer.Cause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Keeps from asking who did not answer several times in a row of little time, and lets one request
 * at a time try whether that has changed. Thread-safe.
 */
final class Breaker {

    private static final int FAILURES = 5;
    private static final Duration WITHIN = Duration.ofSeconds(10);
    static final Duration PAUSE = Duration.ofSeconds(5);

    private final InstantSource clock;
    // guarded by this, all of them
    private final ArrayDeque<Instant> failures = new ArrayDeque<>(FAILURES);
    private Instant closedUntil = Instant.MIN;
    private boolean open;
    private Cause cause = Cause.BROKEN;

    Breaker(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Asks to send a request, whose end must be told by {@link #succeeded} or {@link #failed}.
     *
     * @return empty when it may be sent, otherwise why not
     */
    synchronized Optional<Cause> refusal() {
        if (!open) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        // a clock that was put back makes no pause longer
        if (now.isBefore(closedUntil) && !closedUntil.isAfter(now.plus(PAUSE))) {
            return Optional.of(cause);
        }
        // this one tries; who comes meanwhile waits for another pause at most
        closedUntil = now.plus(PAUSE);
        return Optional.empty();
    }

    synchronized void succeeded() {
        open = false;
        failures.clear();
    }

    synchronized void failed(Cause why) {
        Instant now = clock.instant();
        cause = why;
        if (failures.size() == FAILURES) {
            failures.removeFirst();
        }
        failures.addLast(now);
        Instant first = failures.getFirst();
        boolean many = failures.size() == FAILURES && first.plus(WITHIN).isAfter(now);
        if (open || many) {
            open = true;
            closedUntil = now.plus(PAUSE);
        }
    }

    /** Forgets all failures. */
    synchronized void reset() {
        succeeded();
    }

    synchronized boolean isOpen() {
        return open;
    }
}
