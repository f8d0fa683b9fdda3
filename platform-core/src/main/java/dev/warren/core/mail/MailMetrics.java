package dev.warren.core.mail;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/** Figures of mail. Thread-safe. */
final class MailMetrics {

    private final MeterRegistry registry;
    private final AtomicLong waiting = new AtomicLong();

    MailMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("warren.mail.messages.waiting", waiting, AtomicLong::get)
                .description("Mails in the queue of all nodes, as of the last minute")
                .register(registry);
    }

    void waiting(long mails) {
        waiting.set(mails);
    }

    void attempted(Delivery.Result result) {
        String outcome =
                switch (result) {
                    case Delivery.Result.Taken _ -> "taken";
                    case Delivery.Result.Later _ -> "later";
                    case Delivery.Result.Refused _ -> "refused";
                    case Delivery.Result.Away _ -> "away";
                };
        Counter.builder("warren.mail.attempts.made")
                .description("Attempts to hand over a mail")
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }
}
