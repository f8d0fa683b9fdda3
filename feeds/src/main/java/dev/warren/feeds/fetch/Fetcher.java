package dev.warren.feeds.fetch;

import dev.warren.core.memory.BudgetExceededException;
import dev.warren.feeds.parse.FeedParser;
import dev.warren.feeds.parse.Origin;
import dev.warren.feeds.parse.Parsed;
import dev.warren.feeds.source.Claim;
import dev.warren.feeds.source.Claim.Validators;
import dev.warren.feeds.source.Claims;
import dev.warren.feeds.source.Login;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.util.unit.DataSize;

/** Asks one feed once, and notes what came of it. Blocks; thread-safe. */
final class Fetcher {

    private static final String ACCEPT =
            "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5";

    /** For a turn to read; longer than that many feeds take. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Web web;
    private final FeedParser parser;
    private final Claims claims;
    private final Arrivals arrivals;
    private final Turns turns;
    private final Limits limits;

    /**
     * Feeds that are read and stored at a time: as many as there are processors but one. That is
     * work for processors, and thousands of feeds may be due at once; one processor is always left
     * to everything else.
     */
    private final Semaphore reading =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1), true);

    /** How large a feed may be, and how long it may take. */
    record Limits(DataSize most, Duration timeout) {}

    Fetcher(Web web, FeedParser parser, Claims claims, Arrivals arrivals, Limits limits) {
        this.web = web;
        this.parser = parser;
        this.claims = claims;
        this.arrivals = arrivals;
        this.turns = new Turns(claims);
        this.limits = limits;
    }

    /** Returns what became of it, for counting. */
    Fetched fetch(Claim claim) {
        Elapsed elapsed = new Elapsed(claim.at(), System.nanoTime());
        try (Page page = web.get(ask(claim), turns)) {
            return judge(claim, page, elapsed);
        } catch (WebException none) {
            if (Thread.interrupted()) {
                // what the end of this program cuts off says nothing of the feed
                claims.release(claim);
                return Fetched.POSTPONED;
            }
            return arrivals.failed(claim, none);
        }
    }

    /** The database's time, by the clock that nobody sets. */
    private record Elapsed(Instant at, long since) {
        Instant now() {
            return at.plusNanos(System.nanoTime() - since);
        }
    }

    private Ask ask(Claim claim) {
        Validators validators = claim.validators();
        Ask ask =
                new Ask(URI.create(claim.target().url()), limits.most(), limits.timeout())
                        .with("Accept", ACCEPT);
        if (validators.etag() != null) {
            ask = ask.with("If-None-Match", validators.etag());
        }
        if (validators.lastModified() != null) {
            ask = ask.with("If-Modified-Since", validators.lastModified());
        }
        Optional<Login> login = claim.target().login();
        return login.isEmpty() ? ask : ask.with("Authorization", login.get().basic());
    }

    private Fetched judge(Claim claim, Page page, Elapsed elapsed) {
        Validators before = claim.validators();
        boolean conditional = before.etag() != null || before.lastModified() != null;
        if (page.status() == 304 && conditional) {
            return arrivals.unchanged(claim, page, before, elapsed.now());
        }
        if (page.status() / 100 != 2) {
            return arrivals.refused(claim, page, elapsed.now());
        }
        byte[] hash = Hashes.sha256(page.bytes());
        Validators after =
                new Validators(
                        page.header("ETag").orElse(null),
                        page.header("Last-Modified").orElse(null),
                        hash);
        if (Arrays.equals(hash, before.bodyHash())) {
            return arrivals.unchanged(claim, page, after, elapsed.now());
        }
        return parse(claim, page, after, elapsed);
    }

    private Fetched parse(Claim claim, Page page, Validators after, Elapsed elapsed) {
        try {
            if (!reading.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                return arrivals.postponed(claim);
            }
        } catch (InterruptedException stopped) {
            claims.release(claim);
            return Fetched.POSTPONED;
        }
        try {
            Origin origin = new Origin(page.uri(), page.header("Content-Type").orElse(null));
            return parser.parse(
                    page.bytes(), origin, parsed -> keep(claim, page, after, parsed, elapsed));
        } catch (BudgetExceededException full) {
            return arrivals.failed(claim, "this server has no memory for it now");
        } finally {
            reading.release();
        }
    }

    private Fetched keep(Claim claim, Page page, Validators after, Parsed parsed, Elapsed elapsed) {
        return switch (parsed) {
            case Parsed.Feed feed ->
                    arrivals.changed(claim, page, after, feed.feed(), elapsed.now());
            case Parsed.NotAFeed none -> arrivals.failed(claim, none.reason());
        };
    }
}
