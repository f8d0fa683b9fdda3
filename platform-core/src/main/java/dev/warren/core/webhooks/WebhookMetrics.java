package dev.warren.core.webhooks;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Figures of webhooks. Thread-safe. */
final class WebhookMetrics {

    /** Why an event was lost. */
    enum Loss {
        /** Larger than an event may be, or nothing that can be written. */
        UNSENDABLE,
        /** No room in memory, because there were too many or the database is away. */
        NO_MEMORY,
        /** Its queue in the database was full. */
        QUEUE_FULL,
        /** It was not delivered for too long. */
        GIVEN_UP,
        /** Its webhook was switched off. */
        SWITCHED_OFF
    }

    private final MeterRegistry registry;
    private final AtomicInteger sending = new AtomicInteger();

    WebhookMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("warren.webhooks.receivers.sending", sending, AtomicInteger::get)
                .description("Receivers that this node is sending events to")
                .register(registry);
    }

    void begun() {
        sending.incrementAndGet();
    }

    void ended() {
        sending.decrementAndGet();
    }

    void queued(int events) {
        Counter.builder("warren.webhooks.events.queued")
                .description("Events that some webhook wants, once they are in the database")
                .register(registry)
                .increment(events);
    }

    void lost(Loss why, int events) {
        Counter.builder("warren.webhooks.events.lost")
                .description("Events that were not delivered and will not be")
                .tag("reason", why.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .register(registry)
                .increment(events);
    }

    void attempted(Outcome outcome) {
        Counter.builder("warren.webhooks.attempts.made")
                .description("Attempts to deliver an event, tests included")
                .tag("outcome", outcome.tag())
                .register(registry)
                .increment();
    }
}
