package dev.warren.feeds.web;

import dev.warren.feeds.reader.Subscription;
import dev.warren.feeds.source.SourceHealth;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A feed that somebody follows, as pages show it.
 *
 * @param folder its name
 * @param health how it is fetched; null where that is not asked
 */
record FeedJson(
        long id,
        String title,
        String url,
        String site,
        @Nullable String folder,
        boolean fullText,
        @Nullable Instant changed,
        @Nullable Health health) {

    /**
     * How a feed is fetched.
     *
     * @param problem why it could not be, a sentence
     * @param gone whether its publisher says that it is no more
     */
    record Health(
            int failures,
            @Nullable Instant failingSince,
            @Nullable String problem,
            boolean gone,
            @Nullable Instant checked,
            @Nullable Instant fetched,
            Instant next) {

        static Health of(SourceHealth source) {
            return new Health(
                    source.failures(),
                    source.failingSince().orElse(null),
                    source.problem().orElse(null),
                    source.gone(),
                    source.checkedAt().orElse(null),
                    source.fetchedAt().orElse(null),
                    source.nextFetchAt());
        }
    }

    static FeedJson of(Subscription feed, @Nullable SourceHealth source) {
        return new FeedJson(
                feed.id(),
                feed.title(),
                feed.url(),
                feed.siteUrl(),
                feed.folder().map(Subscription.Folder::name).orElse(null),
                feed.fullText(),
                feed.changedAt().orElse(null),
                source == null ? null : Health.of(source));
    }
}
