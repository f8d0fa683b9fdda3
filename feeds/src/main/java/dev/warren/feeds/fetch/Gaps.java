package dev.warren.feeds.fetch;

import dev.warren.feeds.parse.ParsedFeed;
import dev.warren.feeds.parse.ParsedItem;
import dev.warren.feeds.source.Claim.History;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The mean time between a feed's news. */
final class Gaps {

    /** What the newest observation counts against all before. */
    private static final double WEIGHT = 0.3;

    /** Older items tell nothing of today. */
    private static final int LATEST = 20;

    private Gaps() {}

    /**
     * After a document.
     *
     * @param news how many items were new
     */
    static Optional<Double> after(History before, ParsedFeed feed, int news, Instant now) {
        if (before.gapSeconds().isEmpty() || before.changedAt().isEmpty()) {
            return published(feed, now);
        }
        if (news == 0) {
            return before.gapSeconds();
        }
        double since = seconds(Duration.between(before.changedAt().get(), now));
        double observed = Math.max(0, since) / news;
        return Optional.of(WEIGHT * observed + (1 - WEIGHT) * before.gapSeconds().get());
    }

    /** By the times that the items themselves tell. */
    private static Optional<Double> published(ParsedFeed feed, Instant now) {
        List<Instant> times =
                feed.items().stream()
                        .map(ParsedItem::published)
                        .flatMap(Optional::stream)
                        .filter(now::isAfter)
                        .sorted()
                        .toList();
        List<Instant> latest = times.subList(Math.max(0, times.size() - LATEST), times.size());
        if (latest.size() < 2) {
            return Optional.empty();
        }
        Duration span = Duration.between(latest.getFirst(), latest.getLast());
        return Optional.of(seconds(span) / (latest.size() - 1));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
