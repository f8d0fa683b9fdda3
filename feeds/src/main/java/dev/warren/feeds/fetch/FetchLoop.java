package dev.warren.feeds.fetch;

import dev.warren.core.upkeep.Upkeep;
import dev.warren.feeds.source.Claim;
import dev.warren.feeds.source.Claims;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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

    /** So long a few slots are waited for, so that one query serves them all. */
    private static final Duration GATHER = Duration.ofMillis(20);

    private final Claims claims;
    private final Fetcher fetcher;
    private final FetchMetrics metrics;
    private final int most;
    private final int batch;
    private final Semaphore slots;
    private final Upkeep upkeep;

    /** As many as there are slots. */
    private final Set<Thread> fetches = ConcurrentHashMap.newKeySet();

    private volatile boolean stopping;

    FetchLoop(Claims claims, Fetcher fetcher, FetchMetrics metrics, FetchProperties settings) {
        this.claims = claims;
        this.fetcher = fetcher;
        this.metrics = metrics;
        this.most = settings.concurrent();
        this.batch = Math.max(1, most / 4);
        this.slots = new Semaphore(most);
        this.upkeep = new Upkeep("feeds", settings.poll(), Upkeep.EARLY + 2, this::poll);
    }

    /** Goes on for as long as there is more that is due. */
    private void poll() {
        try {
            boolean more = true;
            while (more && !stopping && slots.tryAcquire(1, TimeUnit.SECONDS)) {
                more = begin();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * With one slot taken.
     *
     * @return whether there may be more that is due
     */
    private boolean begin() throws InterruptedException {
        int taken = 1;
        if (batch > 1 && slots.tryAcquire(batch - 1, GATHER.toNanos(), TimeUnit.NANOSECONDS)) {
            taken = batch;
        }
        taken += slots.drainPermits();
        List<Claim> due = List.of();
        try {
            due = claims.take(taken);
        } catch (DataAccessException | TransactionException away) {
            LOG.debug("feeds wait cause={}", away.toString());
        } finally {
            slots.release(taken - due.size());
        }
        due.forEach(this::begin);
        return due.size() == taken;
    }

    private void begin(Claim claim) {
        metrics.begun();
        Thread thread = Thread.ofVirtual().name("feed").unstarted(() -> run(claim));
        fetches.add(thread);
        thread.start();
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
            fetches.remove(Thread.currentThread());
            metrics.ended(fetched);
            slots.release();
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
        if (!ended()) {
            fetches.forEach(Thread::interrupt);
            if (!ended()) {
                LOG.warn("feeds do not end number={}", fetches.size());
            }
        }
    }

    private boolean ended() {
        try {
            boolean all = slots.tryAcquire(most, GENTLE_STOP.toMillis(), TimeUnit.MILLISECONDS);
            if (all) {
                slots.release(most);
            }
            return all;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
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
