package dev.warren.tunnels.inspect;

import dev.warren.core.memory.MemoryBudget;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The inspector's meters. Thread-safe. */
final class CaptureMeters {

    /** Why a recording was forgotten. */
    enum Eviction {
        /** Its tunnel has as much as it may. */
        FULL,
        /** The memory was needed elsewhere, or by newer ones. */
        PRESSURE,
        /** It was kept as long as it should be. */
        AGE
    }

    private final LongAdder recorded = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final AtomicInteger viewers = new AtomicInteger();
    private final Map<Eviction, Counter> evicted = new EnumMap<>(Eviction.class);

    CaptureMeters(MeterRegistry registry, MemoryBudget budget) {
        Gauge.builder("warren.tunnels.capture.limit", budget, MemoryBudget::limit)
                .description("Bytes that the inspector may hold")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("warren.tunnels.capture.used", budget, MemoryBudget::used)
                .description("Bytes that the inspector holds")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("warren.tunnels.capture.viewers", viewers, AtomicInteger::get)
                .description("Viewers that watch tunnels now")
                .register(registry);
        counter(registry, "recorded", "Exchanges that were looked at", recorded);
        counter(registry, "refused", "Times that bytes could not be kept", refused);
        counter(registry, "lost", "Exchanges that slow viewers did not see", lost);
        for (Eviction why : Eviction.values()) {
            evicted.put(
                    why,
                    Counter.builder("warren.tunnels.capture.evicted")
                            .description("Exchanges that were forgotten")
                            .tag("reason", why.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    private static void counter(
            MeterRegistry registry, String name, String description, LongAdder count) {
        FunctionCounter.builder("warren.tunnels.capture." + name, count, LongAdder::sum)
                .description(description)
                .register(registry);
    }

    void recorded() {
        recorded.increment();
    }

    /** Counts refusals. */
    LongAdder refused() {
        return refused;
    }

    void lost() {
        lost.increment();
    }

    void viewers(int more) {
        viewers.addAndGet(more);
    }

    void evicted(Eviction why) {
        Objects.requireNonNull(evicted.get(why)).increment();
    }
}
