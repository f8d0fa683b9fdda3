package dev.warren.tunnels.options;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the moments that users name: {@code 15m} and {@code 1h30m} from now, seconds since 1970, or
 * a date and time such as {@code 2030-01-31T18:00Z} (UTC when no zone is given).
 */
final class Deadlines {

    static final String EXPECTED = "a time such as 15m, 1h30m or 2030-01-31T18:00Z, within a year";

    private static final Duration FARTHEST = Duration.ofDays(366);
    private static final Pattern SPAN =
            Pattern.compile("(?:(\\d{1,4})d)?(?:(\\d{1,5})h)?(?:(\\d{1,6})m)?(?:(\\d{1,8})s)?");

    private final InstantSource clock;

    Deadlines(InstantSource clock) {
        this.clock = clock;
    }

    /** The moment, if {@code text} names one that is still to come and within a year. */
    Optional<Instant> parse(String text) {
        Instant now = clock.instant();
        return moment(text, now).filter(at -> at.isAfter(now) && at.isBefore(now.plus(FARTHEST)));
    }

    private static Optional<Instant> moment(String text, Instant now) {
        Matcher span = SPAN.matcher(text);
        if (!text.isEmpty() && span.matches()) {
            return Optional.of(
                    now.plus(Duration.ofDays(number(span.group(1))))
                            .plus(Duration.ofHours(number(span.group(2))))
                            .plus(Duration.ofMinutes(number(span.group(3))))
                            .plus(Duration.ofSeconds(number(span.group(4)))));
        }
        if (text.matches("\\d{9,11}")) {
            return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
        }
        return date(text);
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException withoutZone) {
            try {
                return Optional.of(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
            } catch (DateTimeException noDate) {
                return Optional.empty();
            }
        }
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
