package dev.warren.feeds.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.warren.core.secrets.SecretBox;
import dev.warren.core.secrets.SecretException;
import dev.warren.feeds.source.Claim.Target;
import dev.warren.feeds.source.ClaimRows.Feed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to ask: each domain is asked by one thread of one node at a time, at its pace, and each
 * feed when it is due. Blocks; thread-safe.
 */
public final class Claims {

    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

    private final ClaimRows rows;
    private final ResultRows results;
    private final Spacing spacing;
    private final Supplier<SecretBox> secrets;

    Claims(ClaimRows rows, ResultRows results, Spacing spacing, Supplier<SecretBox> secrets) {
        this.rows = rows;
        this.results = results;
        this.spacing = spacing;
        this.secrets = secrets;
    }

    /**
     * Feeds that are due, the longest waiting first, each of another domain.
     *
     * @param most at most so many
     */
    public List<Claim> take(int most) {
        List<Claim> claims = new ArrayList<>();
        for (ClaimRows.Row row : rows.take(most)) {
            Feed feed = row.feed();
            if (feed == null) {
                rows.release(row.domain(), row.claim());
            } else {
                claims.add(
                        new Claim(
                                row.claim(),
                                row.domain(),
                                feed.at(),
                                target(feed),
                                feed.validators(),
                                feed.history()));
            }
        }
        return claims;
    }

    private Target target(Feed feed) {
        byte[] sealed = feed.credentials();
        if (sealed == null || feed.account().isEmpty()) {
            return new Target(feed.id(), feed.url(), Optional.empty(), Optional.empty());
        }
        return new Target(feed.id(), feed.url(), feed.account(), login(feed, sealed));
    }

    /** Without them its server will say what is wrong. */
    private Optional<Login> login(Feed feed, byte[] sealed) {
        try {
            String place = Logins.place(feed.account().orElseThrow(), feed.url());
            return Optional.of(Logins.read(new String(secrets.get().open(sealed, place), UTF_8)));
        } catch (SecretException unreadable) {
            LOG.error("feed credentials unreadable source={}", feed.id(), unreadable);
            return Optional.empty();
        }
    }

    /**
     * Within a transaction that ends with {@link #note}: whether the claim is still good, which it
     * then stays.
     */
    public boolean confirm(Claim claim) {
        return rows.confirm(claim.domain(), claim.id());
    }

    /**
     * Notes what came of it, and lets others ask the domain after its pause.
     *
     * @return false when the claim was lost, and nothing is noted
     */
    public boolean note(Claim claim, Result result) {
        return results.note(claim, result);
    }

    /** Lets others ask the domain at once: it was not asked. */
    public void release(Claim claim) {
        rows.release(claim.domain(), claim.id());
    }

    /** The right to follow a redirect to {@code domain}, or empty while others ask it. */
    public Optional<Passage> enter(String domain) {
        Duration pause = spacing.of(domain);
        return rows.enter(domain).map(claim -> new Passage(rows, domain, claim, pause));
    }

    /** The right to ask a domain once, until closed. Used by one thread. */
    public static final class Passage implements AutoCloseable {

        private final ClaimRows rows;
        private final String domain;
        private final UUID claim;
        private Duration pause;

        private Passage(ClaimRows rows, String domain, UUID claim, Duration pause) {
            this.rows = rows;
            this.domain = domain;
            this.claim = claim;
            this.pause = pause;
        }

        /** Has the domain left alone for {@code wish} after this, or longer. */
        public void rest(Duration wish) {
            pause = wish.compareTo(pause) > 0 ? wish : pause;
        }

        @Override
        public void close() {
            rows.leave(domain, claim, pause);
        }
    }
}
