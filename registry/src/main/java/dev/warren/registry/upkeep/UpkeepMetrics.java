package dev.warren.registry.upkeep;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Figures about looking after the store. Thread-safe. */
final class UpkeepMetrics {

    private final AtomicLong cacheUsed = new AtomicLong();
    private final AtomicLong damagedNow = new AtomicLong();
    private final Counter evicted;
    private final Counter evictedBytes;
    private final Counter forgotten;
    private final Counter removed;
    private final Counter leftovers;
    private final Counter scrubbed;
    private final Counter damaged;

    UpkeepMetrics(MeterRegistry meters, long cacheSize) {
        Gauge.builder("warren.registry.cache.used", cacheUsed, AtomicLong::get)
                .description("Bytes of blobs that can be fetched again, as of the last round")
                .baseUnit(BaseUnits.BYTES)
                .register(meters);
        Gauge.builder("warren.registry.cache.limit", () -> cacheSize)
                .description("Bytes that blobs of other registries may fill")
                .baseUnit(BaseUnits.BYTES)
                .register(meters);
        Gauge.builder("warren.registry.blobs.broken", damagedNow, AtomicLong::get)
                .description("Blobs of hosted repositories whose bytes are wrong or gone")
                .register(meters);
        evicted = counter(meters, "cache.evicted", "Blobs that went to make room", null);
        evictedBytes =
                counter(meters, "cache.freed", "Bytes that went to make room", BaseUnits.BYTES);
        forgotten =
                counter(
                        meters,
                        "blobs.forgotten",
                        "Blobs taken from hosted repositories in which no manifest names them",
                        null);
        removed = counter(meters, "blobs.removed", "Blobs removed that nobody held", null);
        leftovers =
                counter(meters, "files.removed", "Files removed that belonged to nothing", null);
        scrubbed = counter(meters, "scrub.read", "Bytes hashed again", BaseUnits.BYTES);
        damaged = counter(meters, "scrub.damaged", "Blobs found wrong or gone", null);
    }

    private static Counter counter(
            MeterRegistry meters, String name, String description, @Nullable String unit) {
        return Counter.builder("warren.registry." + name)
                .description(description)
                .baseUnit(unit)
                .register(meters);
    }

    void cacheUsed(long bytes) {
        cacheUsed.set(bytes);
    }

    void damagedNow(long blobs) {
        damagedNow.set(blobs);
    }

    void evicted(long bytes) {
        evicted.increment();
        evictedBytes.increment(bytes);
    }

    void forgotten(int blobs) {
        forgotten.increment(blobs);
    }

    void removed() {
        removed.increment();
    }

    void leftover() {
        leftovers.increment();
    }

    void scrubbed(long bytes) {
        scrubbed.increment(bytes);
    }

    void damaged() {
        damaged.increment();
    }
}
