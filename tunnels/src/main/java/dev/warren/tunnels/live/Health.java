package dev.warren.tunnels.live;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the server behind a tunnel is well, as far as checks tell: down after two failures in a
 * row, up again after one good answer. Thread-safe.
 */
public final class Health {

    private static final int FAILURES = 2;

    /** What is known. */
    public enum State {
        /** Nobody has asked, or no answer has decided it. */
        UNKNOWN,
        UP,
        DOWN
    }

    /** That it has changed, and why. */
    public record Change(boolean isUp, String reason) {}

    private volatile State state = State.UNKNOWN;
    private boolean running;
    private int failures;
    private Instant next = Instant.MIN;
    private @Nullable Change news;

    public State state() {
        return state;
    }

    /** Begins a check unless one is running or it is too early; it must {@link #ended}. */
    public synchronized boolean begins(Instant now, Duration interval) {
        if (running || now.isBefore(next)) {
            return false;
        }
        running = true;
        next = now.plus(interval);
        return true;
    }

    /** A check is over; {@code problem} says what was wrong, if anything was. */
    public synchronized void ended(Optional<String> problem) {
        running = false;
        failures = problem.isEmpty() ? 0 : failures + 1;
        if (problem.isEmpty()) {
            if (state == State.DOWN) {
                news = new Change(true, "its server is well again");
            }
            state = State.UP;
        } else if (failures >= FAILURES && state != State.DOWN) {
            news = new Change(false, problem.get());
            state = State.DOWN;
        }
    }

    /** Nobody asks any more. */
    public synchronized void forget() {
        failures = 0;
        state = State.UNKNOWN;
    }

    /** The last change that nobody was told of. */
    public synchronized Optional<Change> takeNews() {
        Change now = news;
        news = null;
        return Optional.ofNullable(now);
    }
}
