package dev.warren.edge.acme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.edge.acme.OrderOutcome.Cause;
import dev.warren.edge.acme.OrderOutcome.Failed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Backoff backoff = new Backoff(Duration.ofMinutes(2), new Random(1));

    @ParameterizedTest
    @CsvSource({
        "REFUSED, 1, PT2M",
        "REFUSED, 2, PT6M",
        "REFUSED, 3, PT18M",
        "REFUSED, 9, PT12H",
        "REFUSED, 1000, PT12H",
        "UNREACHABLE, 3, PT18M",
        "UNREACHABLE, 9, PT1H"
    })
    void triplesUpToALimitWithATenthMoreOrLess(Cause cause, int failures, Duration about) {
        Failed failed = new Failed(cause, "no", Optional.empty());

        for (int i = 0; i < 50; i++) {
            Duration wait = Duration.between(NOW, backoff.after(failed, failures, NOW));
            assertThat(wait)
                    .isBetween(
                            about.multipliedBy(9).dividedBy(10).minusMillis(1),
                            about.multipliedBy(11).dividedBy(10).plusMillis(1));
        }
    }

    @Test
    void isNeverTheSameTwiceInARow() {
        Failed failed = new Failed(Cause.REFUSED, "no", Optional.empty());

        assertThat(backoff.after(failed, 1, NOW)).isNotEqualTo(backoff.after(failed, 1, NOW));
    }

    @Test
    void obeysTheAuthorityWithinReason() {
        Instant tomorrow = NOW.plus(Duration.ofDays(1));
        Instant never = NOW.plus(Duration.ofDays(400));

        assertThat(backoff.after(limited(tomorrow), 1, NOW)).isEqualTo(tomorrow);
        assertThat(backoff.after(limited(NOW.minusSeconds(5)), 1, NOW)).isAfter(NOW);
        assertThat(backoff.after(limited(never), 1, NOW)).isEqualTo(NOW.plus(Duration.ofDays(8)));
    }

    private static Failed limited(Instant until) {
        return new Failed(Cause.RATE_LIMITED, "too many", Optional.of(until));
    }
}
