package dev.warren.feeds.fulltext;

import java.util.Optional;

/**
 * How it goes with the pages of a feed that somebody wants whole.
 *
 * @param subscription the reader's number of the feed
 * @param read pages whose article was found
 * @param waiting pages that are still to be read
 * @param givenUp pages that are not
 * @param problem why the newest of those that failed did, a sentence
 */
public record Standing(
        long subscription, long read, long waiting, long givenUp, Optional<String> problem) {}
