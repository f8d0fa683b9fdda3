package dev.warren.registry.fill;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.util.Locale;
import java.util.Map;

/** Figures about blobs that are fetched. Thread-safe. */
final class FillMetrics {

    private final MeterRegistry meters;
    private final Counter joined;

    /** How a fetch ended. */
    enum End {
        STORED,
        /** Another machine brought it to the store. */
        ELSEWHERE,
        /** All bytes were sent to who wanted them, but the blob could not be kept. */
        UNKEPT,
        /** The upstream had nothing to send. */
        REFUSED,
        /** The bytes were not what their digest says. */
        MISMATCH,
        /** The upstream broke off too often. */
        CUT,
        /** Nobody wanted it any more. */
        ABANDONED,
        /** The disk was full. */
        FULL,
        /** There was too much to do. */
        BUSY
    }

    FillMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.joined =
                Counter.builder("warren.registry.fills.joined")
                        .description("Requests for blobs that were being fetched already")
                        .register(meters);
    }

    void watch(Map<?, ?> running) {
        Gauge.builder("warren.registry.fills.running", running, Map::size)
                .description("Blobs that are being fetched or wait for it")
                .register(meters);
    }

    void joined() {
        joined.increment();
    }

    void ended(String upstream, End end) {
        Counter.builder("warren.registry.fills.ended")
                .description("Blobs that were fetched, by how that ended")
                .tag("upstream", upstream)
                .tag("end", end.name().toLowerCase(Locale.ROOT))
                .register(meters)
                .increment();
    }

    void resumed(String upstream) {
        Counter.builder("warren.registry.fills.resumed")
                .description("Fetches that went on after the upstream broke off")
                .tag("upstream", upstream)
                .register(meters)
                .increment();
    }

    void received(String upstream, long bytes) {
        Counter.builder("warren.registry.fills.received")
                .description("Bytes of blobs that came from upstreams")
                .baseUnit(BaseUnits.BYTES)
                .tag("upstream", upstream)
                .register(meters)
                .increment(bytes);
    }
}
