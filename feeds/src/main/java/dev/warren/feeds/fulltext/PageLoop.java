package dev.warren.feeds.fulltext;

import dev.warren.core.upkeep.Turns;
import dev.warren.core.upkeep.Upkeep;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
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
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final PageRows rows;
    private final PageReader reader;
    private final MeterRegistry meters;
    private final Turns turns;
    private final Upkeep upkeep;

    private volatile boolean stopping;

    PageLoop(PageRows rows, PageReader reader, MeterRegistry meters, FullTextProperties settings) {
        this.rows = rows;
        this.reader = reader;
        this.meters = meters;
        this.turns = new Turns("feed-page", settings.concurrent(), GENTLE_STOP);
        this.upkeep = new Upkeep("feed-pages", settings.poll(), Upkeep.EARLY + 2, this::poll);
    }

    /** Goes on for as long as there is more that is wanted. */
    private void poll() {
        try {
            boolean more = true;
            while (more && !stopping && turns.take(1, PATIENCE)) {
                more = begin(1 + turns.takeRest());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * With that many turns taken.
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
            turns.giveBack(taken - wanted.size());
        }
        for (Wanted one : wanted) {
            turns.begin(() -> run(one));
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
            count(outcome);
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
