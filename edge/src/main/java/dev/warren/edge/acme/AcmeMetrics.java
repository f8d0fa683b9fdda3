package dev.warren.edge.acme;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Figures of certificates by ACME. Thread-safe. */
final class AcmeMetrics {

    private final MeterRegistry registry;
    private final AtomicInteger running = new AtomicInteger();

    AcmeMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("warren.edge.certificates.running", running, AtomicInteger::get)
                .description("Orders that this node is at")
                .register(registry);
    }

    /**
     * Shows how long the certificates of the settings' own names last, which is a bounded set; zero
     * for those that there are none of.
     */
    void watch(
            Collection<String> names,
            Supplier<Map<String, CertificateRow>> rows,
            InstantSource clock) {
        for (String name : names) {
            Gauge.builder(
                            "warren.edge.certificates.expiry",
                            () -> secondsLeft(rows.get().get(name), clock))
                    .description("How long a certificate lasts")
                    .baseUnit("seconds")
                    .tag("name", name)
                    .register(registry);
        }
    }

    private static double secondsLeft(@Nullable CertificateRow row, InstantSource clock) {
        CertificateRow.Issued issued = row == null ? null : row.issued();
        return issued == null
                ? 0
                : Duration.between(clock.instant(), issued.notAfter()).toSeconds();
    }

    void begun() {
        running.incrementAndGet();
    }

    void ended(OrderOutcome outcome) {
        running.decrementAndGet();
        String word =
                switch (outcome) {
                    case OrderOutcome.Done done -> "issued";
                    case OrderOutcome.Failed failed -> failed.cause().tag();
                };
        Counter.builder("warren.edge.certificates.orders")
                .description("Orders by how they ended")
                .tag("outcome", word)
                .register(registry)
                .increment();
    }

    void demanded(Claims.Demand outcome) {
        Counter.builder("warren.edge.certificates.demanded")
                .description("Visitors' first requests for hosts without a certificate")
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment();
    }
}
