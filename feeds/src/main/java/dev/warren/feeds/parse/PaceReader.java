package dev.warren.feeds.parse;

import dev.warren.feeds.parse.ParsedFeed.Pace;
import dev.warren.feeds.parse.tree.Node;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How often a feed wants to be asked; whatever makes no sense is as good as not said. */
final class PaceReader {

    private static final Map<String, Duration> PERIODS =
            Map.of(
                    "hourly", Duration.ofHours(1),
                    "daily", Duration.ofDays(1),
                    "weekly", Duration.ofDays(7),
                    "monthly", Duration.ofDays(30),
                    "yearly", Duration.ofDays(365));
    private static final Duration LONGEST = Duration.ofDays(365);

    private PaceReader() {}

    static Pace read(Node channel) {
        return new Pace(timeToLive(channel), hours(channel), days(channel));
    }

    private static Optional<Duration> timeToLive(Node channel) {
        long minutes = channel.element("ttl").map(ttl -> number(ttl.text())).orElse(0L);
        if (minutes > 0) {
            return Optional.of(Duration.ofMinutes(Math.min(minutes, LONGEST.toMinutes())));
        }
        return channel.element("sy:updateperiod")
                .map(period -> PERIODS.get(period.text().toLowerCase(Locale.ROOT)))
                .map(period -> period.dividedBy(Math.max(1, frequency(channel))));
    }

    private static long frequency(Node channel) {
        return channel.element("sy:updatefrequency").map(node -> number(node.text())).orElse(1L);
    }

    private static Set<Integer> hours(Node channel) {
        Set<Integer> hours = new HashSet<>();
        channel.elements("skiphours")
                .flatMap(skip -> skip.elements("hour"))
                .filter(hour -> hour.text().matches("[0-9]{1,2}"))
                .map(hour -> Integer.parseInt(hour.text()) % 24)
                .forEach(hours::add);
        return hours;
    }

    private static Set<DayOfWeek> days(Node channel) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        channel.elements("skipdays")
                .flatMap(skip -> skip.elements("day"))
                .forEach(day -> add(day.text(), days));
        return days;
    }

    private static void add(String name, Set<DayOfWeek> days) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().equalsIgnoreCase(name)) {
                days.add(day);
            }
        }
    }

    private static long number(String written) {
        try {
            return Long.parseLong(written);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
