package dev.warren.feeds.source;

import java.time.Instant;
import java.util.Optional;

/**
 * A feed and how it goes with it, for lists and digests.
 *
 * @param title as the feed calls itself; empty until it was fetched
 * @param checkedAt when it was last asked
 * @param fetchedAt when it last answered with a feed, or that nothing is new
 * @param changedAt when it last had news
 * @param nextFetchAt when it is asked next, at the earliest
 * @param failures in a row
 * @param failingSince when the first of them was
 * @param problem a sentence about the last of them
 * @param gone whether its publisher said that it is gone for good
 * @param movedTo where it permanently redirects to, as long as that is not its address
 */
public record SourceHealth(
        long id,
        String title,
        String url,
        String siteUrl,
        Optional<Instant> checkedAt,
        Optional<Instant> fetchedAt,
        Optional<Instant> changedAt,
        Instant nextFetchAt,
        int failures,
        Optional<Instant> failingSince,
        Optional<String> problem,
        boolean gone,
        Optional<String> movedTo) {}
