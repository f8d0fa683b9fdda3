package dev.warren.feeds.reader;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a list shows of an entry.
 *
 * @param subscription empty for what is starred of a feed that is not followed any more
 * @param title at most 500 characters, as {@code author}
 * @param beginning of its summary, or else of its text, at most 4,000 characters: HTML that may
 *     break off anywhere
 */
public record EntryHead(
        long id,
        Optional<Long> subscription,
        String title,
        String author,
        String url,
        String beginning,
        Instant published,
        boolean read,
        boolean starred,
        List<String> tags) {

    static final int LONGEST_LINE = 500;
    static final int LONGEST_BEGINNING = 4000;

    /**
     * What one takes in memory at most, roughly: addresses are at most a few thousand characters.
     */
    static final long BYTES = 2L * (2 * LONGEST_LINE + LONGEST_BEGINNING) + 8 * 1024;

    public EntryHead {
        tags = List.copyOf(tags);
    }
}
