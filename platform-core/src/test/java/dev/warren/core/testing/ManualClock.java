package dev.warren.core.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that moves when told to. Thread-safe. */
public final class ManualClock implements InstantSource {

    private final AtomicReference<Instant> now;

    public ManualClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    /** Starts at noon of the first of May 2026, UTC. */
    public ManualClock() {
        this(Instant.parse("2026-05-01T12:00:00Z"));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    /** Sets it, back as well. */
    public void set(Instant to) {
        now.set(to);
    }

    public void advance(Duration by) {
        now.updateAndGet(instant -> instant.plus(by));
    }
}
