package dev.warren.feeds.reader;

import java.time.Instant;
import java.util.Optional;

/**
 * A feed that somebody follows.
 *
 * @param source the feed, as all who follow it share it
 * @param title the reader's own for it, else the feed's, else its address
 * @param folder empty for none
 * @param fullText whether the pages behind its items are read for their whole text
 * @param problem why it cannot be fetched now, a sentence
 */
public record Subscription(
        long id,
        long source,
        String title,
        String url,
        String siteUrl,
        Optional<Folder> folder,
        boolean fullText,
        Optional<Instant> changedAt,
        Optional<String> problem) {

    /** A folder of subscriptions. */
    public record Folder(long id, String name) {}
}
