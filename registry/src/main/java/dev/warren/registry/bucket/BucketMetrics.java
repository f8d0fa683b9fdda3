package dev.warren.registry.bucket;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Figures about the bucket and the copies of this machine. Thread-safe. */
final class BucketMetrics {

    private final MeterRegistry meters;
    private final AtomicLong copies = new AtomicLong();
    private final Counter sent;
    private final Counter received;
    private final Counter aborted;
    private final Counter dropped;

    BucketMetrics(MeterRegistry meters) {
        this.meters = meters;
        sent = counter("bucket.sent", "Bytes sent to the bucket", BaseUnits.BYTES);
        received = counter("bucket.received", "Bytes read from the bucket", BaseUnits.BYTES);
        aborted =
                counter("bucket.aborted", "Uploads in parts that were never completed", "uploads");
        dropped = counter("copies.dropped", "Copies removed to make room", "copies");
        Gauge.builder("warren.registry.copies.used", copies, AtomicLong::get)
                .description("Bytes of blobs on this machine, as of the last round")
                .baseUnit(BaseUnits.BYTES)
                .register(meters);
    }

    private Counter counter(String name, String description, String unit) {
        return Counter.builder("warren.registry." + name)
                .description(description)
                .baseUnit(unit)
                .register(meters);
    }

    void called(String operation, boolean good, long nanos) {
        Timer.builder("warren.registry.bucket.calls")
                .description("Calls to the bucket, with all their tries")
                .tag("operation", operation)
                .tag("outcome", good ? "good" : "failed")
                .register(meters)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    void sent(long bytes) {
        sent.increment(bytes);
    }

    void received(long bytes) {
        received.increment(bytes);
    }

    void aborted() {
        aborted.increment();
    }

    void dropped() {
        dropped.increment();
    }

    void copies(long bytes) {
        copies.set(bytes);
    }
}
