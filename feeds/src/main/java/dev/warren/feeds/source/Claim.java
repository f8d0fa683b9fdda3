package dev.warren.feeds.source;

import dev.warren.feeds.parse.ParsedFeed.Pace;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A feed that is to be asked now, and the right to ask its domain.
 *
 * @param at the database's time when it was taken
 */
public record Claim(
        UUID id, String domain, Instant at, Target target, Validators validators, History history) {

    /**
     * What is asked.
     *
     * @param account whose it is alone
     */
    public record Target(long source, String url, Optional<Long> account, Optional<Login> login) {}

    /** What its server sent to be sent back, as it came, and the hash of what it sent last. */
    public record Validators(
            @Nullable String etag, @Nullable String lastModified, byte @Nullable [] bodyHash) {

        /** None. */
        public static final Validators NONE = new Validators(null, null, null);
    }

    /**
     * How it went.
     *
     * @param gapSeconds the mean time between news
     * @param pace how often its publisher wants it asked
     * @param pushed whether a hub sends its news
     */
    public record History(
            Optional<Instant> fetchedAt,
            Optional<Instant> changedAt,
            Optional<Double> gapSeconds,
            int failures,
            Pace pace,
            boolean pushed,
            Optional<Moved> moved) {

        /** This with news at {@code now}. */
        public History changed(Instant now) {
            return new History(
                    fetchedAt, Optional.of(now), gapSeconds, failures, pace, pushed, moved);
        }
    }

    /**
     * A permanent redirect.
     *
     * @param seen how many times in a row
     */
    public record Moved(String to, Instant since, int seen) {}
}
