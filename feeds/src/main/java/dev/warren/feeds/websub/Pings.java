package dev.warren.feeds.websub;

import dev.warren.core.memory.BudgetExceededException;
import dev.warren.feeds.item.Items;
import dev.warren.feeds.parse.FeedParser;
import dev.warren.feeds.parse.Origin;
import dev.warren.feeds.parse.Parsed;
import dev.warren.feeds.source.Sources;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is done with what a hub sent, once its signature was good. New items in it are stored;
 * nothing that is there is changed, so that an old message that comes again changes nothing. What
 * else may be new is fetched.
 */
final class Pings {

    private final FeedParser parser;
    private final Items items;
    private final Sources sources;
    private final InstantSource clock;

    Pings(FeedParser parser, Items items, Sources sources, InstantSource clock) {
        this.parser = parser;
        this.items = items;
        this.sources = sources;
        this.clock = clock;
    }

    /** Returns how many items were new. */
    int take(HubRows.Row row, byte[] body, @Nullable String contentType) {
        int fresh = 0;
        try {
            Origin origin = new Origin(URI.create(row.topic()), contentType);
            if (body.length > 0 && parser.parse(body, origin) instanceof Parsed.Feed feed) {
                fresh = items.add(row.source(), feed.feed(), clock.instant()).size();
            }
        } catch (BudgetExceededException full) {
            // it is fetched when there is room
            fresh = 0;
        }
        if (fresh == 0) {
            sources.wantBy(List.of(row.source()), clock.instant());
        }
        return fresh;
    }
}
