package dev.warren.feeds.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.feeds.parse.ParsedFeed.Pace;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IntervalTest {

    private static final Instant MONDAY = Instant.parse("2026-03-02T10:30:00Z");

    private final Interval interval =
            new Interval(
                    new FetchProperties(
                            true,
                            4,
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(30),
                            Duration.ofMinutes(15),
                            Duration.ofHours(24),
                            Duration.ofHours(1),
                            Duration.ofHours(12)),
                    // a random number in the middle: no spread
                    (RandomGenerator) () -> 1L << 62);

    private Duration next(Duration gap, Duration quiet, Duration wish, boolean pushed) {
        return interval.next(
                new Interval.Facts(
                        Optional.of(gap),
                        quiet,
                        wish.isZero() ? Optional.empty() : Optional.of(wish),
                        pushed));
    }

    private static Duration hours(int hours) {
        return Duration.ofHours(hours);
    }

    @Test
    void asksTwiceAsOftenAsThereAreNews() {
        assertThat(next(hours(6), hours(1), Duration.ZERO, false)).isBetween(hours(2), hours(4));
    }

    @Test
    void keepsBetweenTheShortestAndTheLongest() {
        assertThat(next(Duration.ofMinutes(2), Duration.ZERO, Duration.ZERO, false))
                .isLessThanOrEqualTo(Duration.ofMinutes(17));
        assertThat(next(hours(1), Duration.ofDays(60), Duration.ZERO, false))
                .isBetween(hours(21), hours(27));
    }

    @Test
    void neverAsksSoonerThanThePublisherWants() {
        assertThat(next(hours(1), Duration.ZERO, hours(5), false)).isGreaterThanOrEqualTo(hours(5));
        assertThat(next(hours(1), Duration.ZERO, Duration.ofDays(365), false))
                .isBetween(hours(24), hours(27));
    }

    @Test
    void asksLessWhatAHubSends() {
        assertThat(next(hours(1), Duration.ZERO, Duration.ZERO, true))
                .isBetween(hours(10), hours(14));
    }

    @Test
    void asksWhatFailsLessAndLessAndForEver() {
        assertThat(interval.afterFailure(1))
                .isBetween(Duration.ofMinutes(54), Duration.ofMinutes(66));
        assertThat(interval.afterFailure(3)).isBetween(hours(3), hours(5));
        assertThat(interval.afterFailure(1_000_000)).isBetween(hours(21), hours(27));
    }

    @Test
    void waitsForTheEndOfHoursWithoutRequests() {
        Pace pace = new Pace(Optional.empty(), Set.of(11, 12), Set.of());

        Instant at = MONDAY.plus(interval.outside(pace, hours(1), MONDAY));

        assertThat(at)
                .isBetween(
                        MONDAY.plus(Duration.ofMinutes(150)), MONDAY.plus(Duration.ofMinutes(160)));
    }

    @Test
    void waitsForTheEndOfDaysWithoutRequests() {
        Pace pace = new Pace(Optional.empty(), Set.of(0), Set.of(DayOfWeek.MONDAY));

        Instant at = MONDAY.plus(interval.outside(pace, hours(1), MONDAY));

        assertThat(at.atZone(ZoneOffset.UTC).getDayOfWeek()).isEqualTo(DayOfWeek.TUESDAY);
        assertThat(at.atZone(ZoneOffset.UTC).getHour()).isEqualTo(1);
    }

    @Test
    void doesNotBelieveThatItMayNeverAsk() {
        Set<Integer> all = IntStream.range(0, 24).boxed().collect(Collectors.toSet());

        assertThat(interval.outside(new Pace(Optional.empty(), all, Set.of()), hours(1), MONDAY))
                .isEqualTo(hours(1));
    }
}
