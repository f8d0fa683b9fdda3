package dev.warren.feeds.fetch;

import dev.warren.feeds.source.Claim;
import dev.warren.feeds.source.Claims;
import java.util.List;

/** Fetching the feeds that are due, counted by what becomes of them. Thread-safe. */
final class FetchJob implements ClaimLoop.Job<Claim> {

    private final Claims claims;
    private final Fetcher fetcher;
    private final FetchMetrics metrics;

    FetchJob(Claims claims, Fetcher fetcher, FetchMetrics metrics) {
        this.claims = claims;
        this.fetcher = fetcher;
        this.metrics = metrics;
    }

    @Override
    public List<Claim> take(int most) {
        return claims.take(most);
    }

    @Override
    public void run(Claim claim) {
        metrics.begun();
        Fetched fetched = Fetched.LOST;
        try {
            fetched = fetcher.fetch(claim);
        } finally {
            metrics.ended(fetched);
        }
    }

    @Override
    public String named(Claim claim) {
        return "source=" + claim.target().source();
    }
}
