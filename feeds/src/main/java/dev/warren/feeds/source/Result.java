package dev.warren.feeds.source;

import dev.warren.feeds.parse.ParsedFeed.Pace;
import dev.warren.feeds.source.Claim.Moved;
import dev.warren.feeds.source.Claim.Validators;
import java.time.Duration;
import java.util.Optional;

/** What came of asking a feed. */
public sealed interface Result {

    Plan plan();

    /**
     * When it goes on.
     *
     * @param next until it is asked again
     * @param rest not before then, whoever wants it
     * @param domainRest until its domain is asked again, if that is longer than usual
     */
    record Plan(Duration next, Duration rest, Duration domainRest) {}

    /** Nothing is new. */
    record Unchanged(Validators validators, Optional<Moved> moved, Plan plan) implements Result {}

    /**
     * It answered with another document.
     *
     * @param news whether there are new items
     * @param gapSeconds the mean time between news, if known
     */
    record Changed(
            Validators validators,
            Optional<Moved> moved,
            Facts facts,
            boolean news,
            Optional<Double> gapSeconds,
            Plan plan)
            implements Result {}

    /**
     * It did not answer with a feed.
     *
     * @param problem a sentence for its readers
     * @param gone whether its publisher says that it will not be back
     */
    record Failed(String problem, boolean gone, Plan plan) implements Result {}

    /** It could not be asked, which is nobody's fault. */
    record Postponed(Plan plan) implements Result {}

    /**
     * What a feed says of itself.
     *
     * @param pace how often it wants to be asked
     * @param hub where news can be ordered, and {@code topic} the address to name there; empty
     *     where they cannot
     */
    record Facts(
            String title,
            String siteUrl,
            String description,
            String language,
            String iconUrl,
            Pace pace,
            String hub,
            String topic) {}
}
