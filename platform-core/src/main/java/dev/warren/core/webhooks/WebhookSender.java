package dev.warren.core.webhooks;

import dev.warren.core.upkeep.Turns;
import dev.warren.core.upkeep.Upkeep;
import dev.warren.core.webhooks.ClaimRows.Claim;
import java.time.Duration;
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
    private final Turns turns;
    private final Upkeep upkeep;

    private volatile boolean stopping;

    WebhookSender(InboxWriter writer, Turn.Parts parts) {
        this.writer = writer;
        this.parts = parts;
        this.turns = new Turns("webhook", parts.settings().maxSending(), GENTLE_STOP);
        this.upkeep = new Upkeep("webhooks", parts.settings().poll(), Upkeep.EARLY + 2, this::poll);
    }

    private void poll() {
        try {
            writer.write();
            int free = turns.free();
            if (free > 0) {
                parts.claims().take(free, parts.clock().instant()).forEach(this::begin);
            }
        } catch (DataAccessException | TransactionException away) {
            LOG.debug("webhooks wait cause={}", away.toString());
        }
    }

    /** Only the upkeep's thread takes turns, so there is one. */
    private void begin(Claim claim) {
        Turn turn = new Turn(parts, claim, () -> stopping);
        turns.takeAndBegin(() -> run(turn));
    }

    private void run(Turn turn) {
        parts.metrics().begun();
        try {
            turn.run();
        } catch (RuntimeException failed) {
            LOG.error("webhook turn failed", failed);
        } finally {
            parts.metrics().ended();
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
