package dev.warren.feeds.parse;

import dev.warren.feeds.parse.ParsedItem.Category;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A feed as its publisher wrote it, healed and cleaned: texts are plain, addresses absolute {@code
 * http} or {@code https} ones or empty.
 *
 * @param kind such as {@code atom 1.0}, for people
 * @param siteUrl the page that the feed belongs to
 * @param items in the document's order, at most as many as the parser keeps
 */
public record ParsedFeed(
        String kind,
        String title,
        String description,
        String siteUrl,
        String language,
        String iconUrl,
        Pace pace,
        Links links,
        About about,
        List<ParsedItem> items) {

    public ParsedFeed {
        items = List.copyOf(items);
    }

    /**
     * What is said about the feed and not needed to read it.
     *
     * @param id as it is written
     * @param author as an item's
     * @param published as an item's
     */
    public record About(
            String id,
            String author,
            String rights,
            String generator,
            Optional<Instant> published,
            Optional<Instant> updated,
            List<Category> tags) {

        /** Nothing. */
        public static final About NOTHING =
                new About("", "", "", "", Optional.empty(), Optional.empty(), List.of());

        public About {
            tags = List.copyOf(tags);
        }
    }

    /**
     * How often the publisher wants to be asked.
     *
     * @param timeToLive RSS {@code ttl} or {@code sy:updatePeriod}, at least that long between
     *     requests
     * @param skipHours hours of the day (UTC, 0 to 23) without requests
     */
    public record Pace(
            Optional<Duration> timeToLive, Set<Integer> skipHours, Set<DayOfWeek> skipDays) {
        public Pace {
            skipHours = Set.copyOf(skipHours);
            skipDays = Set.copyOf(skipDays);
        }
    }

    /**
     * Where the feed says it is, for WebSub.
     *
     * @param self its own address; empty where it does not say
     * @param hubs of WebSub, in order
     */
    public record Links(String self, List<String> hubs) {
        public Links {
            hubs = List.copyOf(hubs);
        }
    }
}
