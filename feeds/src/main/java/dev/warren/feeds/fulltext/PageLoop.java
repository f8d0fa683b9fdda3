package dev.warren.feeds.fulltext;

import dev.warren.core.upkeep.Upkeep;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
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
 * Looks for pages that are wanted and has them read, so many at a time, each on a virtual thread.
 * While the database is away nothing is wanted.
 */
final class PageLoop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(PageLoop.class);
    private static final Duration GENTLE_STOP = Duration.ofSeconds(2);

    private final PageRows rows;
    private final PageReader reader;
    private final MeterRegistry meters;
    private final int most;
    private final Semaphore slots;
    private final Upkeep upkeep;

    /** As many as there are slots. */
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    private volatile boolean stopping;

    PageLoop(PageRows rows, PageReader reader, MeterRegistry meters, FullTextProperties settings) {
        this.rows = rows;
        this.reader = reader;
        this.meters = meters;
        this.most = settings.concurrent();
        this.slots = new Semaphore(most);
        this.upkeep = new Upkeep("feed-pages", settings.poll(), Upkeep.EARLY + 2, this::poll);
    }

    /** Goes on for as long as there is more that is wanted. */
    private void poll() {
        try {
            boolean more = true;
            while (more && !stopping && slots.tryAcquire(1, TimeUnit.SECONDS)) {
                more = begin(1 + slots.drainPermits());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * With that many slots taken.
     *
     * @return whether there may be more that is wanted
     */
    private boolean begin(int taken) {
        List<Wanted> wanted = List.of();
        try {
            wanted = rows.take(taken);
        } catch (DataAccessException | TransactionException away) {
            LOG.debug("feed pages wait cause={}", away.toString());
        } finally {
            slots.release(taken - wanted.size());
        }
        for (Wanted one : wanted) {
            Thread thread = Thread.ofVirtual().name("feed-page").unstarted(() -> run(one));
            threads.add(thread);
            thread.start();
        }
        return wanted.size() == taken;
    }

    private void run(Wanted wanted) {
        Outcome outcome = Outcome.LOST;
        try {
            outcome = reader.read(wanted);
        } catch (DataAccessException | TransactionException away) {
            // the claim ends by itself, and the page is asked for again
            LOG.warn("feed page not noted item={} cause={}", wanted.item(), away.toString());
        } catch (RuntimeException failed) {
            LOG.error("feed page failed item={}", wanted.item(), failed);
        } finally {
            threads.remove(Thread.currentThread());
            count(outcome);
            slots.release();
        }
    }

    private void count(Outcome outcome) {
        Counter.builder("warren.feeds.pages")
                .description("Pages of items that were wanted whole, by what became of them")
                .tag("outcome", outcome.word())
                .register(meters)
                .increment();
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
            threads.forEach(Thread::interrupt);
            if (!ended()) {
                LOG.warn("feed pages do not end number={}", threads.size());
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
