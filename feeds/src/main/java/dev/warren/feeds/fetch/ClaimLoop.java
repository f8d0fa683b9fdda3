package dev.warren.feeds.fetch;

import dev.warren.core.upkeep.Turns;
import dev.warren.core.upkeep.Upkeep;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Looks for what is due in the database and has it done, so many claims at a time, each on a
 * virtual thread. While the database is away nothing is due.
 */
public final class ClaimLoop<C> implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ClaimLoop.class);
    private static final Duration GENTLE_STOP = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** So long a few turns are waited for, so that one query serves them all. */
    private static final Duration GATHER = Duration.ofMillis(20);

    private final String name;
    private final Job<C> job;
    private final int batch;
    private final Turns turns;
    private final Upkeep upkeep;

    private volatile boolean stopping;

    /** What is done. Called on many threads. */
    public interface Job<C> {

        /** Claims what is due, at most so many. */
        List<C> take(int most);

        /** Does what was claimed; a claim that is not given back ends by itself. */
        void run(C claim);

        /** What a line of the log calls a claim, such as {@code source=7}. */
        String named(C claim);
    }

    /**
     * Not started.
     *
     * @param name for threads and the log
     * @param concurrent how many claims at a time
     * @param poll how often it is looked
     */
    public ClaimLoop(String name, int concurrent, Duration poll, Job<C> job) {
        this.name = name;
        this.job = job;
        this.batch = Math.max(1, concurrent / 4);
        this.turns = new Turns(name, concurrent, GENTLE_STOP);
        this.upkeep = new Upkeep(name + "s", poll, Upkeep.EARLY + 2, this::poll);
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
        List<C> due = List.of();
        try {
            due = job.take(taken);
        } catch (DataAccessException | TransactionException away) {
            LOG.debug("{} waits cause={}", name, away.toString());
        } finally {
            turns.giveBack(taken - due.size());
        }
        for (C claim : due) {
            turns.begin(() -> run(claim));
        }
        return due.size() == taken;
    }

    private void run(C claim) {
        try {
            job.run(claim);
        } catch (DataAccessException | TransactionException away) {
            // the claim ends by itself, and it is done again
            LOG.warn("{} not noted {} cause={}", name, job.named(claim), away.toString());
        } catch (RuntimeException failed) {
            LOG.error("{} failed {}", name, job.named(claim), failed);
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
