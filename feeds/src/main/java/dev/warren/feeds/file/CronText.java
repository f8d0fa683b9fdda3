package dev.warren.feeds.file;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.scheduling.support.CronExpression;

/**
 * A cron expression as people write it. With both a day of the month and a weekday, either is
 * enough, as in crontab(5).
 *
 * @param expressions any of them makes a minute due
 * @param everyHour whether its hours are {@code *}
 */
record CronText(List<CronExpression> expressions, boolean everyHour) {

    private static final Duration LEAST_PAUSE = Duration.ofMinutes(5);

    /** More minutes than a day of such pauses has. */
    private static final int TRIED = 300;

    private static final LocalDateTime SOME_DAY = LocalDateTime.of(2024, 1, 1, 0, 0);
    private static final List<String> FIELDS =
            List.of("minute", "hour", "day of month", "month", "weekday");
    private static final List<String> RANGES =
            List.of(
                    "0 to 59",
                    "0 to 23",
                    "1 to 31",
                    "1 to 12 or JAN to DEC",
                    "0 to 7 or SUN to SAT");
    private static final int HOUR = 1;
    private static final int DAY = 2;
    private static final int WEEKDAY = 4;

    private static final Map<String, String> WORDS =
            Map.ofEntries(
                    Map.entry("@yearly", "0 0 1 1 *"),
                    Map.entry("@annually", "0 0 1 1 *"),
                    Map.entry("@monthly", "0 0 1 * *"),
                    Map.entry("@weekly", "0 0 * * 0"),
                    Map.entry("@daily", "0 0 * * *"),
                    Map.entry("@midnight", "0 0 * * *"),
                    Map.entry("@hourly", "0 * * * *"),
                    Map.entry("@5minutes", "*/5 * * * *"),
                    Map.entry("@10minutes", "*/10 * * * *"),
                    Map.entry("@15minutes", "*/15 * * * *"),
                    Map.entry("@30minutes", "*/30 * * * *"));

    CronText {
        expressions = List.copyOf(expressions);
    }

    /**
     * @throws IllegalArgumentException with a sentence
     */
    static CronText parse(String text) {
        String known = WORDS.get(text.strip().toLowerCase(Locale.ROOT));
        List<String> fields = List.of((known == null ? text : known).strip().split("[ \t]+"));
        if (fields.size() != FIELDS.size()) {
            throw new IllegalArgumentException(
                    "cron: %s (expected: five fields, %s, such as 0 7 * * 1-5, or a word such as @daily)"
                            .formatted(text, String.join(", ", FIELDS)));
        }
        for (int i = 0; i < FIELDS.size(); i++) {
            check(fields, i);
        }
        CronText cron = new CronText(expressions(fields), isAny(fields.get(HOUR)));
        cron.checkPauses(text);
        return cron;
    }

    private static void check(List<String> fields, int which) {
        List<String> alone = new ArrayList<>(List.of("*", "*", "*", "*", "*"));
        alone.set(which, fields.get(which));
        try {
            expression(alone);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "cron: the %s is %s (expected: %s, with * , - and / as in crontab)"
                            .formatted(FIELDS.get(which), fields.get(which), RANGES.get(which)),
                    wrong);
        }
    }

    private static List<CronExpression> expressions(List<String> fields) {
        if (isOpen(fields.get(DAY)) || isOpen(fields.get(WEEKDAY))) {
            return List.of(expression(fields));
        }
        List<String> days = new ArrayList<>(fields);
        days.set(WEEKDAY, "*");
        List<String> weekdays = new ArrayList<>(fields);
        weekdays.set(DAY, "*");
        return List.of(expression(days), expression(weekdays));
    }

    private static CronExpression expression(List<String> fields) {
        return CronExpression.parse("0 " + String.join(" ", fields));
    }

    private static boolean isAny(String field) {
        return field.equals("*") || field.equals("*/1");
    }

    private static boolean isOpen(String field) {
        return field.startsWith("*") || field.startsWith("?");
    }

    private void checkPauses(String text) {
        Optional<LocalDateTime> before = next(expressions, SOME_DAY);
        if (before.isEmpty()) {
            throw new IllegalArgumentException("cron: %s (there is no such day)".formatted(text));
        }
        for (int i = 0; i < TRIED; i++) {
            Optional<LocalDateTime> after = next(expressions, before.get());
            if (after.isEmpty() || after.get().getYear() > SOME_DAY.getYear() + 2) {
                return;
            }
            if (Duration.between(before.get(), after.get()).compareTo(LEAST_PAUSE) < 0) {
                throw new IllegalArgumentException(
                        "cron: %s comes at %s and again at %s (expected: at least 5 minutes between)"
                                .formatted(
                                        text,
                                        before.get().toLocalTime(),
                                        after.get().toLocalTime()));
            }
            before = after;
        }
    }

    /** The first of all local times after {@code local}; empty when there is none. */
    static Optional<LocalDateTime> next(List<CronExpression> expressions, LocalDateTime local) {
        return expressions.stream()
                .map(expression -> expression.next(local))
                .filter(Objects::nonNull)
                .min(LocalDateTime::compareTo);
    }
}
