package dev.warren.feeds.it;

import dev.warren.feeds.item.Items;
import dev.warren.feeds.parse.ParsedFeed;
import dev.warren.feeds.parse.ParsedItem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Puts items into feeds as if they had been fetched. */
final class Publisher {

    private final RunningFeeds feeds;

    Publisher(RunningFeeds feeds) {
        this.feeds = feeds;
    }

    /**
     * Publishes items of these titles, oldest first, each at an address that ends with its title.
     */
    List<Long> publish(String feed, String... titles) {
        return publish(
                feed, Stream.of(titles).map(title -> item(title, "<p>" + title + "</p>")).toList());
    }

    /** Publishes items, oldest first. */
    List<Long> publish(String feed, List<ParsedItem> items) {
        long source =
                feeds.jdbc()
                        .sql("select id from feeds.source where url = ?")
                        .param(feed)
                        .query(Long.class)
                        .single();
        return feeds.bean(Items.class).store(source, feed(items.reversed()), Instant.now());
    }

    static ParsedItem item(String title, String content) {
        return new ParsedItem(
                "guid of " + title,
                "https://site.example/" + title.replace(' ', '-'),
                title,
                "Ann Author",
                "",
                content,
                Optional.of(Instant.parse("2026-01-02T03:04:05Z")),
                Optional.empty(),
                ParsedItem.Extras.of(
                        "",
                        List.of("News"),
                        List.of(
                                new ParsedItem.Enclosure(
                                        "https://site.example/a.mp3", "audio/mpeg", 12))));
    }

    private static ParsedFeed feed(List<ParsedItem> items) {
        return new ParsedFeed(
                "rss 2.0",
                "The Site",
                "",
                "https://site.example/",
                "en",
                "",
                new ParsedFeed.Pace(Optional.empty(), Set.of(), Set.of()),
                new ParsedFeed.Links("", List.of()),
                ParsedFeed.About.NOTHING,
                items);
    }
}
