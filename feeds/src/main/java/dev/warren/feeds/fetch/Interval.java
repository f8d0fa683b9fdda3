package dev.warren.feeds.fetch;

import dev.warren.feeds.parse.ParsedFeed.Pace;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * How long until a feed is asked again: half the time between its news, or longer where its
 * publisher wants it, between the shortest and the longest that is set. Thread-safe.
 */
final class Interval {

    /** Of feeds whose news are not known yet. */
    private static final Duration UNKNOWN_GAP = Duration.ofHours(2);

    private static final int HOURS = 24;
    private static final double JITTER = 0.1;

    /** No publisher has a feed asked less often than that because its cache may be so old. */
    private static final Duration LONGEST_WISH = Duration.ofDays(1);

    private final FetchProperties settings;
    private final RandomGenerator random;

    Interval(FetchProperties settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    /**
     * What is known of a feed.
     *
     * @param gap the mean time between its news
     * @param quiet since its last news
     * @param wish how long its publisher says that its answer is good
     * @param pushed whether a hub sends its news
     */
    record Facts(Optional<Duration> gap, Duration quiet, Optional<Duration> wish, boolean pushed) {}

    /** Until a feed that answered is asked again. */
    Duration next(Facts facts) {
        // who was quiet for longer than usual has become slower
        Duration gap = facts.gap().map(mean -> longer(mean, facts.quiet())).orElse(UNKNOWN_GAP);
        Duration wish = shorter(facts.wish().orElse(Duration.ZERO), LONGEST_WISH);
        Duration wanted = longer(longer(gap.dividedBy(2), wish), settings.least());
        Duration chosen =
                facts.pushed()
                        ? longer(wanted, settings.pushed())
                        : shorter(wanted, longer(settings.most(), wish));
        return longer(jittered(chosen), wish);
    }

    /**
     * Until a feed that fails is asked again: never more than the longest time, and never never.
     *
     * @param failures in a row, this one included
     */
    Duration afterFailure(int failures) {
        Duration pause = settings.retry();
        for (int i = 1; i < failures && pause.compareTo(settings.most()) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return jittered(shorter(pause, settings.most()));
    }

    /** Spread by a tenth either way, so that what began together does not stay together. */
    Duration jittered(Duration exact) {
        double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
        return Duration.ofMillis((long) (exact.toMillis() * factor));
    }

    /** {@code wait}, or longer: not into hours and days when the publisher wants no requests. */
    Duration outside(Pace pace, Duration wait, Instant now) {
        Set<Integer> hours = pace.skipHours();
        Set<DayOfWeek> days = pace.skipDays();
        if (hours.size() >= HOURS || days.size() >= DayOfWeek.values().length) {
            return wait;
        }
        ZonedDateTime at = now.plus(wait).atZone(ZoneOffset.UTC);
        ZonedDateTime free = at;
        while (hours.contains(free.getHour()) || days.contains(free.getDayOfWeek())) {
            free =
                    days.contains(free.getDayOfWeek())
                            ? midnightAfter(free.toLocalDate())
                            : free.truncatedTo(ChronoUnit.HOURS).plusHours(1);
        }
        Duration spread = free.equals(at) ? Duration.ZERO : jittered(Duration.ofMinutes(5));
        return Duration.between(now, free).plus(spread);
    }

    private static ZonedDateTime midnightAfter(LocalDate day) {
        return day.plusDays(1).atStartOfDay(ZoneOffset.UTC);
    }

    static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
