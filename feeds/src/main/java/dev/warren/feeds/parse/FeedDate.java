package dev.warren.feeds.parse;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates as publishers write them: RFC 822 and its successors, ISO 8601 and its profiles, what
 * {@code asctime} prints, and what comes near any of them, in several languages. A date without a
 * zone is taken as UTC, and one without a time as midnight.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5322#section-3.3">RFC 5322, section 3.3</a>
 * @see <a href="https://www.w3.org/TR/NOTE-datetime">Date and Time Formats</a>
 */
final class FeedDate {

    private static final int MAX_LENGTH = 100;
    private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");
    private static final Duration AHEAD = Duration.ofDays(1);

    /** As almost all of RSS has it. */
    private static final Pattern USUAL =
            Pattern.compile(
                    "^(?:[A-Za-z]{3,9},?\\s+)?([0-9]{1,2})\\s+([A-Za-z]{3,9})\\s+([0-9]{4})\\s+(.*)$");

    private static final Pattern ISO =
            Pattern.compile(
                    "^([0-9]{4})(?:[-/.]?([0-9]{1,2})(?:[-/.]?([0-9]{1,2}))?)?(?![0-9])(.*)$");
    private static final Pattern ORDINAL = Pattern.compile("^([0-9]{4})-?([0-9]{3})(?![0-9])(.*)$");
    private static final Pattern TIME =
            Pattern.compile(
                    "(?<![0-9])([0-9]{1,2})[:h]([0-9]{1,2})(?::([0-9]{1,2})(?:[.,]([0-9]{1,9})[0-9]*)?)?"
                            + "\\s*([ap]\\.?m\\b\\.?)?",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern COMPACT_TIME =
            Pattern.compile("^T([0-9]{2})([0-9]{2})([0-9]{2})?()()");
    private static final Pattern NUMBERS =
            Pattern.compile("^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4}|[0-9]{2})\\b(.*)$");
    private static final Pattern EPOCH = Pattern.compile("^[0-9]{9,13}$");
    private static final Pattern DAY = Pattern.compile("(?<![0-9:])([0-9]{1,2})(?![0-9:])");
    private static final Pattern YEAR = Pattern.compile("(?<![0-9:+-])([0-9]{4})(?![0-9:])");
    private static final Pattern SHORT_YEAR = Pattern.compile("(?<![0-9:+])([0-9]{2})(?![0-9:])");
    private static final Pattern WORD = Pattern.compile("\\p{L}+");

    private static final Map<String, Integer> MONTHS = months();

    private FeedDate() {}

    /** The moment that is meant, if it is between 1990 and tomorrow. */
    static Optional<Instant> parse(String written, Instant now) {
        String text = written.strip();
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            Instant instant = read(text);
            boolean credible = !instant.isBefore(EARLIEST) && !instant.isAfter(now.plus(AHEAD));
            return credible ? Optional.of(instant) : Optional.empty();
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Instant read(String text) {
        Matcher usual = USUAL.matcher(text);
        if (usual.matches()) {
            Integer month = MONTHS.get(usual.group(2).toLowerCase(Locale.ROOT));
            if (month != null) {
                return with(number(usual, 3), month, number(usual, 1), usual.group(4));
            }
        }
        return unusual(text);
    }

    private static Instant unusual(String text) {
        if (EPOCH.matcher(text).matches()) {
            long number = Long.parseLong(text);
            return text.length() > 10
                    ? Instant.ofEpochMilli(number)
                    : Instant.ofEpochSecond(number);
        }
        Matcher ordinal = ORDINAL.matcher(text);
        if (ordinal.matches() && !ordinal.group(3).startsWith("-")) {
            var day = Year.of(number(ordinal, 1)).atDay(number(ordinal, 2));
            return with(day.getYear(), day.getMonthValue(), day.getDayOfMonth(), ordinal.group(3));
        }
        Matcher iso = ISO.matcher(text);
        if (iso.matches() && (iso.group(2) != null || iso.group(4).isBlank())) {
            return with(number(iso, 1), number(iso, 2, 1), number(iso, 3, 1), iso.group(4));
        }
        Matcher numbers = NUMBERS.matcher(text);
        if (numbers.matches()) {
            int first = number(numbers, 1);
            int second = number(numbers, 2);
            // with a dot the day comes first, with a slash the month does, unless it cannot be one
            boolean dayFirst = first > 12 || text.contains(".") && second <= 12;
            int year = year(number(numbers, 3), numbers.group(3).length());
            return dayFirst
                    ? with(year, second, first, numbers.group(4))
                    : with(year, first, second, numbers.group(4));
        }
        return words(text);
    }

    private static Instant words(String text) {
        int month = 0;
        Matcher word = WORD.matcher(text);
        int monthStart = -1;
        while (word.find()) {
            int named = MONTHS.getOrDefault(folded(word.group()), 0);
            if (named > 0) {
                // the last one, since days of the week are called like months in some languages
                month = named;
                monthStart = word.start();
            }
        }
        if (month == 0) {
            throw new DateTimeException("no month");
        }
        // what is after the clock is the zone, but for asctime's year
        Matcher time = TIME.matcher(text);
        int clock = time.find() ? time.start() : text.length();
        Matcher year = YEAR.matcher(text);
        boolean four = year.find();
        String head = text.substring(0, Math.max(clock, monthStart));
        Matcher day = DAY.matcher(head);
        if (!day.find()) {
            throw new DateTimeException("no day");
        }
        int dayOfMonth = Integer.parseInt(day.group(1));
        int of;
        if (four) {
            of = Integer.parseInt(year.group(1));
        } else {
            Matcher shortYear = SHORT_YEAR.matcher(head);
            if (!shortYear.find(day.end())) {
                throw new DateTimeException("no year");
            }
            of = year(Integer.parseInt(shortYear.group(1)), 2);
        }
        String rest = text.substring(Math.min(clock, text.length()));
        if (four && year.start() >= clock) {
            rest = rest.replaceFirst("(?<![0-9:+-])" + year.group(1) + "(?![0-9:])", " ");
        }
        return with(of, month, dayOfMonth, rest);
    }

    /** The moment of a day whose time and zone are written like this. */
    private static Instant with(int year, int month, int day, String rest) {
        Matcher time = TIME.matcher(rest);
        boolean found = time.find();
        if (!found) {
            time = COMPACT_TIME.matcher(rest);
            found = time.find();
        }
        LocalDateTime local = LocalDateTime.of(year, month, day, 0, 0);
        String zone = rest;
        if (found) {
            local = local.plus(time(time));
            zone = rest.substring(time.end());
        }
        return local.minusSeconds(Zones.offset(zone)).toInstant(ZoneOffset.UTC);
    }

    private static Duration time(Matcher time) {
        int hour = number(time, 1);
        String half = time.group(5) == null ? "" : time.group(5).toLowerCase(Locale.ROOT);
        if (half.startsWith("p") && hour < 12) {
            hour += 12;
        } else if (half.startsWith("a") && hour == 12) {
            hour = 0;
        }
        int minute = number(time, 2);
        int second = number(time, 3, 0);
        if (hour > 24 || minute > 59 || second > 60) {
            throw new DateTimeException("no time");
        }
        String fraction = time.group(4) == null ? "" : time.group(4);
        long nanos =
                fraction.isEmpty() ? 0 : Long.parseLong((fraction + "00000000").substring(0, 9));
        return Duration.ofHours(hour).plusMinutes(minute).plusSeconds(second).plusNanos(nanos);
    }

    private static int year(int written, int digits) {
        if (digits > 2) {
            return written;
        }
        return written < 70 ? 2000 + written : 1900 + written;
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    private static int number(Matcher matcher, int group, int otherwise) {
        String text = matcher.group(group);
        return text == null || text.isEmpty() ? otherwise : Integer.parseInt(text);
    }

    private static Map<String, Integer> months() {
        Map<String, Integer> months = new HashMap<>();
        for (String language :
                "en de fr es it pt nl sv da nb fi pl cs sk hu el ru uk tr ro".split(" ")) {
            Locale locale = Locale.forLanguageTag(language);
            for (Month month : Month.values()) {
                for (TextStyle style :
                        new TextStyle[] {
                            TextStyle.FULL,
                            TextStyle.SHORT,
                            TextStyle.FULL_STANDALONE,
                            TextStyle.SHORT_STANDALONE
                        }) {
                    String name = folded(month.getDisplayName(style, locale));
                    if (name.length() >= 3 && name.chars().allMatch(Character::isLetter)) {
                        months.putIfAbsent(name, month.getValue());
                    }
                }
            }
        }
        months.put("sept", 9);
        return Map.copyOf(months);
    }

    private static String folded(String word) {
        String lower = word.toLowerCase(Locale.ROOT).replace(".", "");
        return java.text.Normalizer.normalize(lower, java.text.Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "");
    }
}
