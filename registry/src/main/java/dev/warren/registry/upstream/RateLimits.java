package dev.warren.registry.upstream;

import dev.warren.core.outbound.OutboundResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an upstream says about how many manifests we may still have, and how long it asked to be
 * left alone. Docker Hub counts manifests that are got, not those that are asked for by HEAD.
 * Thread-safe.
 */
final class RateLimits {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(?:\\s*;.*)?");

    /** What is known longer than this may have changed; the next answer tells. */
    private static final Duration KNOWN = Duration.ofMinutes(10);

    private static final int PART = 50;

    private final InstantSource clock;
    private volatile State state = new State(-1, -1, Instant.MIN);
    private volatile Instant pausedUntil = Instant.MIN;

    private record State(long left, long limit, Instant seen) {}

    RateLimits(InstantSource clock) {
        this.clock = clock;
    }

    /** Notes what an answer says. */
    void learn(OutboundResponse response) {
        Optional<Long> left = number(response.header("ratelimit-remaining"));
        if (left.isPresent()) {
            long limit = number(response.header("ratelimit-limit")).orElse(-1L);
            state = new State(left.get(), limit, clock.instant());
        }
    }

    /** Notes that nothing more is wanted for so long. */
    void pause(Duration time) {
        pausedUntil = clock.instant().plus(time);
    }

    /** Forgets what was said. */
    void reset() {
        state = new State(-1, -1, Instant.MIN);
        pausedUntil = Instant.MIN;
    }

    /** How long no manifest should be got; zero when it may be. */
    Duration pauseLeft() {
        Instant now = clock.instant();
        // a clock that was put back makes no pause longer
        if (now.isBefore(pausedUntil) && !pausedUntil.isAfter(now.plus(RetryAfter.MOST))) {
            return Duration.between(now, pausedUntil);
        }
        State known = state;
        boolean low =
                known.left >= 0
                        && known.left <= Math.max(1, known.limit / PART)
                        && !now.isBefore(known.seen)
                        && now.isBefore(known.seen.plus(KNOWN));
        return low ? Duration.between(now, known.seen.plus(KNOWN)) : Duration.ZERO;
    }

    /** Manifests left; NaN when nobody said. */
    double left() {
        return known(state.left);
    }

    /** Manifests in all; NaN when nobody said. */
    double limit() {
        return known(state.limit);
    }

    private static double known(long value) {
        return value < 0 ? Double.NaN : value;
    }

    private static Optional<Long> number(Optional<String> field) {
        return field.map(value -> FORM.matcher(value.strip()))
                .filter(Matcher::matches)
                .map(form -> Long.parseLong(form.group(1)));
    }
}
