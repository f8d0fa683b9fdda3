package dev.warren.core.webhooks;

import dev.warren.core.upkeep.Upkeep;
import dev.warren.core.webhooks.ClaimRows.Claim;
import java.time.Duration;
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
 * Every now and then writes events that came, and begins the turns of receivers that have something
 * to get, so many at a time. Ends after the doors, so that the last events are written too; what is
 * not delivered then stays in the database.
 */
final class WebhookSender implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
    private static final Duration GENTLE_STOP = Duration.ofSeconds(2);

    private final InboxWriter writer;
    private final Turn.Parts parts;
    private final int most;
    private final Semaphore slots;
    private final Upkeep upkeep;

    /** As many as there are slots. */
    private final Set<Thread> turns = ConcurrentHashMap.newKeySet();

    private volatile boolean stopping;

    WebhookSender(InboxWriter writer, Turn.Parts parts) {
        this.writer = writer;
        this.parts = parts;
        this.most = parts.settings().maxSending();
        this.slots = new Semaphore(most);
        this.upkeep = new Upkeep("webhooks", parts.settings().poll(), Upkeep.EARLY + 2, this::poll);
    }

    private void poll() {
        try {
            writer.write();
            int free = slots.availablePermits();
            if (free > 0) {
                parts.claims().take(free, parts.clock().instant()).forEach(this::begin);
            }
        } catch (DataAccessException | TransactionException away) {
            LOG.debug("webhooks wait cause={}", away.toString());
        }
    }

    /** Only the upkeep's thread takes slots, so there is one. */
    private void begin(Claim claim) {
        if (!slots.tryAcquire()) {
            throw new IllegalStateException("more turns than slots");
        }
        parts.metrics().begun();
        Turn turn = new Turn(parts, claim, () -> stopping);
        Thread thread = Thread.ofVirtual().name("webhook").unstarted(() -> run(turn));
        turns.add(thread);
        thread.start();
    }

    private void run(Turn turn) {
        try {
            turn.run();
        } catch (RuntimeException failed) {
            LOG.error("webhook turn failed", failed);
        } finally {
            turns.remove(Thread.currentThread());
            parts.metrics().ended();
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
        try {
            writer.write();
        } catch (DataAccessException | TransactionException away) {
            LOG.warn("webhook events lost at the end cause={}", away.toString());
        }
        if (!ended()) {
            turns.forEach(Thread::interrupt);
            if (!ended()) {
                LOG.warn("webhook turns do not end number={}", turns.size());
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
