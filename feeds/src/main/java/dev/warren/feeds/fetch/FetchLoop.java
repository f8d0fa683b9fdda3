package dev.warren.feeds.fetch;

import dev.warren.core.upkeep.Turns;
import dev.warren.core.upkeep.Upkeep;
import dev.warren.feeds.source.Claim;
import dev.warren.feeds.source.Claims;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Looks for feeds that are due and fetches them, so many at a time, each on a virtual thread. While
 * the database is away nothing is due.
 */
final class FetchLoop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(FetchLoop.class);
    private static final Duration GENTLE_STOP = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** So long a few turns are waited for, so that one query serves them all. */
    private static final Duration GATHER = Duration.ofMillis(20);

    private final Claims claims;
    private final Fetcher fetcher;
    private final FetchMetrics metrics;
    private final int batch;
    private final Turns turns;
    private final Upkeep upkeep;

    private volatile boolean stopping;

    FetchLoop(Claims claims, Fetcher fetcher, FetchMetrics metrics, FetchProperties settings) {
        this.claims = claims;
        this.fetcher = fetcher;
        this.metrics = metrics;
        this.batch = Math.max(1, settings.concurrent() / 4);
        this.turns = new Turns("feed", settings.concurrent(), GENTLE_STOP);
        this.upkeep = new Upkeep("feeds", settings.poll(), Upkeep.EARLY + 2, this::poll);
    }

    /** Goes on for as long as there is more that is due. */
    private void poll() {
        try {
            boolean more = true;
            while (more && !stopping && turns.take(1, PATIENCE)) {
                more = begin();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * With one turn taken.
     *
     * @return whether there may be more that is due
     */
    private boolean begin() throws InterruptedException {
        int taken = 1;
        if (batch > 1 && turns.take(batch - 1, GATHER)) {
            taken = batch;
        }
        taken += turns.takeRest();
        List<Claim> due = List.of();
        try {
            due = claims.take(taken);
        } catch (DataAccessException | TransactionException away) {
            LOG.debug("feeds wait cause={}", away.toString());
        } finally {
            turns.giveBack(taken - due.size());
        }
        due.forEach(this::begin);
        return due.size() == taken;
    }

    private void begin(Claim claim) {
        metrics.begun();
        turns.begin(() -> run(claim));
    }

    private void run(Claim claim) {
        Fetched fetched = Fetched.LOST;
        try {
            fetched = fetcher.fetch(claim);
        } catch (DataAccessException | TransactionException away) {
            // the claim ends by itself, and the feed is asked again
            LOG.warn("feed not noted source={} cause={}", claim.target().source(), away.toString());
        } catch (RuntimeException failed) {
            LOG.error("feed failed source={}", claim.target().source(), failed);
        } finally {
            metrics.ended(fetched);
        }
    }

    @Override
    public void start() {
        stopping = false;
        upkeep.start();
    }

    @Override
    public void stop() {
        stopping = true;
        upkeep.stop();
        turns.end();
    }

    @Override
    public boolean isRunning() {
        return upkeep.isRunning();
    }

    @Override
    public int getPhase() {
        return upkeep.getPhase();
    }
}
