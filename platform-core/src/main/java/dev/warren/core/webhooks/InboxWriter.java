package dev.warren.core.webhooks;

import dev.warren.core.webhooks.Posted.Wish;
import dev.warren.core.webhooks.WebhookMetrics.Loss;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;

/** Brings events from memory into the database. Used by one thread at a time. */
final class InboxWriter {

    private static final Logger LOG = LoggerFactory.getLogger(InboxWriter.class);
    private static final int BATCH = 200;

    private final Inbox inbox;
    private final EventRows rows;
    private final WebhooksProperties settings;
    private final WebhookMetrics metrics;
    private final InstantSource clock;

    InboxWriter(
            Inbox inbox,
            EventRows rows,
            WebhooksProperties settings,
            WebhookMetrics metrics,
            InstantSource clock) {
        this.inbox = inbox;
        this.rows = rows;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Writes all that is there. Blocks.
     *
     * @throws org.springframework.dao.DataAccessException when the database is away; what is not
     *     written stays
     */
    void write() {
        int queued = 0;
        List<Posted> batch = inbox.oldest(BATCH);
        while (!batch.isEmpty()) {
            queued += add(batch);
            inbox.remove(batch.size());
            batch = inbox.oldest(BATCH);
        }
        // only now, when the database has shown that it is there
        Map<Wish, Integer> lost = inbox.takeLost();
        if (!lost.isEmpty()) {
            rows.lost(lost);
        }
        if (queued > 0) {
            metrics.queued(queued);
            int dropped = rows.trim(settings.maxWaiting(), settings.maxWaitingTotal());
            metrics.lost(Loss.QUEUE_FULL, dropped);
        }
    }

    private int add(List<Posted> batch) {
        try {
            return rows.add(batch, clock.instant());
        } catch (DataIntegrityViolationException never) {
            // would be refused again and again, and keep all others waiting
            LOG.error("webhook events dropped number={}", batch.size(), never);
            metrics.lost(Loss.UNSENDABLE, batch.size());
            return 0;
        }
    }
}
