package dev.warren.feeds.fetch;

import dev.warren.feeds.source.Claims;
import dev.warren.feeds.source.Domains;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Reads documents that are no feeds at the pace of their domains, which feeds share: one request at
 * a time, on all nodes together, and a pause after each. Blocks: for virtual threads. Thread-safe.
 */
public final class PacedWeb {

    private static final int MANY_REQUESTS = 429;

    private final Web web;
    private final Claims claims;
    private final Turns turns;
    private final InstantSource clock;

    PacedWeb(Web web, Claims claims, InstantSource clock) {
        this.web = web;
        this.claims = claims;
        this.turns = new Turns(claims);
        this.clock = clock;
    }

    /**
     * Reads a document as {@link Web#get(Ask)} does. A server that wants fewer requests gets none,
     * for feeds neither, for as long as it says.
     *
     * @return to be closed; empty when the domain is being asked, or rests
     */
    public Optional<Page> get(Ask ask) throws WebException {
        Optional<Claims.Passage> turn = claims.enter(Domains.of(ask.uri()));
        return turn.isEmpty() ? Optional.empty() : Optional.of(get(ask, turn.get()));
    }

    private Page get(Ask ask, Claims.Passage passage) throws WebException {
        Page page;
        try {
            page = web.get(ask, turns);
        } catch (WebException | RuntimeException none) {
            passage.close();
            throw none;
        }
        try {
            boolean here = Domains.of(page.uri()).equals(Domains.of(ask.uri()));
            if (here && page.status() == MANY_REQUESTS) {
                passage.rest(rest(page));
            }
            passage.close();
            return page;
        } catch (RuntimeException away) {
            page.close();
            throw away;
        }
    }

    private Duration rest(Page page) {
        return Interval.shorter(
                Caching.retryAfter(page, clock.instant()).orElse(Answers.UNSAID),
                Duration.ofDays(1));
    }
}
