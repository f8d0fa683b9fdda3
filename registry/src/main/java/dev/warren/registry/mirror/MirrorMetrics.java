package dev.warren.registry.mirror;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** Counts what was answered from what is kept. Thread-safe. */
public final class MirrorMetrics {

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

    public MirrorMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void count(Key key, Result result) {
        String repository = key.repository();
        count(repository.substring(0, repository.indexOf('/')), key.kind(), result, 1);
    }

    /** Manifests of an upstream that were read from memory. */
    void hit(String upstream, long reads) {
        count(upstream, Key.Kind.MANIFEST, Result.HIT, reads);
    }

    private void count(String upstream, Key.Kind kind, Result result, long reads) {
        Counter.builder("warren.registry.mirror.reads")
                .description("Reads of what is pulled through, by how they were answered")
                .tag("upstream", upstream)
                .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                .tag("result", result.name().toLowerCase(Locale.ROOT))
                .register(meters)
                .increment(reads);
    }
}
