package dev.warren.feeds.fetch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts fetches. */
final class FetchMetrics {

    private final MeterRegistry meters;
    private final AtomicInteger active = new AtomicInteger();

    FetchMetrics(MeterRegistry meters) {
        this.meters = meters;
        Gauge.builder("warren.feeds.fetch.active", active, AtomicInteger::get)
                .description("Feeds that are being fetched")
                .register(meters);
    }

    void begun() {
        active.incrementAndGet();
    }

    void ended(Fetched fetched) {
        active.decrementAndGet();
        Counter.builder("warren.feeds.fetches")
                .description("Fetches of feeds, by what became of them")
                .tag("outcome", fetched.word())
                .register(meters)
                .increment();
    }
}
