package dev.warren.registry.upstream;

import dev.warren.core.outbound.OutboundResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/**
 * When an upstream wants to be asked again.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110, 10.2.3</a>
 */
final class RetryAfter {

    private static final Duration LEAST = Duration.ofSeconds(1);
    static final Duration MOST = Duration.ofHours(1);

    private RetryAfter() {}

    /** What {@code response} says, within 1 s and 1 h; {@code otherwise} if it says nothing. */
    static Duration of(OutboundResponse response, Instant now, Duration otherwise) {
        return response.header("Retry-After")
                .map(value -> parse(value.strip(), now, otherwise))
                .map(time -> time.compareTo(LEAST) < 0 ? LEAST : time)
                .map(time -> time.compareTo(MOST) > 0 ? MOST : time)
                .orElse(otherwise);
    }

    private static Duration parse(String value, Instant now, Duration otherwise) {
        if (value.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            Instant date =
                    ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return Duration.between(now, date);
        } catch (DateTimeParseException malformed) {
            return otherwise;
        }
    }
}
