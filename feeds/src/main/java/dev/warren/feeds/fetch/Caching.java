package dev.warren.feeds.fetch;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an answer's headers say of how long it is good, and when to come again.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9111#section-4.2">RFC 9111 §4.2</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110 §10.2.3</a>
 */
final class Caching {

    private static final Pattern MAX_AGE = Pattern.compile("max-age\\s*=\\s*\"?([0-9]{1,9})");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private Caching() {}

    /** How long {@code page} is still good; empty where it does not say. */
    static Optional<Duration> freshFor(Page page, Instant now) {
        String control = String.join(",", page.headers("Cache-Control")).toLowerCase(Locale.ROOT);
        if (control.contains("no-cache") || control.contains("no-store")) {
            return Optional.empty();
        }
        Instant date = page.header("Date").flatMap(Caching::date).orElse(now);
        Matcher maxAge = MAX_AGE.matcher(control);
        Optional<Duration> byAge =
                maxAge.find()
                        ? Optional.of(seconds(maxAge.group(1)).minus(age(page)))
                        : Optional.empty();
        Optional<Duration> byDate =
                page.header("Expires").flatMap(Caching::date).map(at -> Duration.between(date, at));
        return byAge.or(() -> byDate).filter(Duration::isPositive);
    }

    private static Duration age(Page page) {
        return page.header("Age")
                .map(String::strip)
                .filter(text -> SECONDS.matcher(text).matches())
                .map(Caching::seconds)
                .orElse(Duration.ZERO);
    }

    /** How long to stay away; empty where it does not say. */
    static Optional<Duration> retryAfter(Page page, Instant now) {
        return page.header("Retry-After")
                .map(String::strip)
                .flatMap(text ->
                        SECONDS.matcher(text).matches()
                                ? Optional.of(seconds(text))
                                : date(text).map(at -> Duration.between(now, at)))
                .filter(Duration::isPositive);
    }

    private static Duration seconds(String digits) {
        return Duration.ofSeconds(Long.parseLong(digits));
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(
                    Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip())));
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    /** The shortest of them. */
    @SafeVarargs
    static Optional<Duration> shortest(Optional<Duration>... all) {
        return Stream.of(all).flatMap(Optional::stream).min(Duration::compareTo);
    }

    /** The first target of a {@code Link} header with that relation (RFC 8288), as written. */
    static Optional<String> link(List<String> headers, String relation) {
        Pattern link =
                Pattern.compile(
                        "<([^>]{1,2000})>[^,<]*;\\s*rel\\s*=\\s*\"?(?:[^\",;]*\\s)?"
                                + relation
                                + "(?:\\s[^\",;]*)?\"?\\s*(?:[,;]|$)",
                        Pattern.CASE_INSENSITIVE);
        return headers.stream()
                .map(link::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .findFirst();
    }
}
