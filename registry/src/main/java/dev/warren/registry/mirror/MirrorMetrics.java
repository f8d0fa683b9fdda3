package dev.warren.registry.mirror;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** Counts what was answered from what is kept. Thread-safe. */
final class MirrorMetrics {

    private final MeterRegistry meters;

    /** How a read was answered. */
    enum Result {
        /** From what is kept. */
        HIT,
        /** From what is kept, although it may be old and the upstream could not be asked. */
        STALE,
        /** By the upstream. */
        MISS,
        /** By what the upstream refused before. */
        NEGATIVE,
        /** Not at all. */
        FAILED
    }

    MirrorMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void count(Key key, Result result) {
        String repository = key.repository();
        Counter.builder("warren.registry.mirror.reads")
                .description("Reads of what is pulled through, by how they were answered")
                .tag("upstream", repository.substring(0, repository.indexOf('/')))
                .tag("kind", key.kind().name().toLowerCase(Locale.ROOT))
                .tag("result", result.name().toLowerCase(Locale.ROOT))
                .register(meters)
                .increment();
    }
}
