package dev.warren.feeds.parse;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.feeds.clean.WebHtml;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.util.unit.DataSize;

/** Parsers for tests, on a day of 2026. */
final class Parsers {

    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    static final Origin ORIGIN = new Origin(URI.create("https://example.org/blog/feed.xml"), null);

    private Parsers() {}

    static FeedParser parser() {
        return parser(MemoryBudget.root("feeds", 32L * 1024 * 1024));
    }

    static FeedParser parser(MemoryBudget budget) {
        return new FeedParser(
                budget, DataSize.ofMegabytes(5), InstantSource.fixed(NOW), new WebHtml());
    }

    /** What is in a document that has to be a feed. */
    static ParsedFeed feed(String document) {
        return feed(document.getBytes(StandardCharsets.UTF_8), ORIGIN);
    }

    static ParsedFeed feed(byte[] document, Origin origin) {
        return switch (parser().parse(document, origin)) {
            case Parsed.Feed found -> found.feed();
            case Parsed.NotAFeed none -> throw new AssertionError(none.reason());
        };
    }
}
