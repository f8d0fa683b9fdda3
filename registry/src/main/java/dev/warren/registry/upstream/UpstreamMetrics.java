package dev.warren.registry.upstream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Figures about one upstream. Thread-safe. */
final class UpstreamMetrics {

    private final MeterRegistry meters;
    private final String upstream;

    UpstreamMetrics(MeterRegistry meters, String upstream) {
        this.meters = meters;
        this.upstream = upstream;
    }

    void watch(RateLimits limits, Breaker breaker) {
        gauge(
                "warren.registry.pulls.left",
                "Manifests that an upstream still lets us have",
                limits,
                RateLimits::left);
        gauge(
                "warren.registry.pulls.limit",
                "Manifests that an upstream lets us have in all",
                limits,
                RateLimits::limit);
        gauge(
                "warren.registry.breaker.open",
                "Whether an upstream is not asked because it did not answer",
                breaker,
                b -> b.isOpen() ? 1 : 0);
    }

    private <T> void gauge(String name, String description, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value)
                .description(description)
                .tag("upstream", upstream)
                .strongReference(true)
                .register(meters);
    }

    void count(RequestKind kind, Reply<?> reply) {
        Counter.builder("warren.registry.upstream.requests")
                .description("Requests to upstreams, by what they were for and how they ended")
                .tag("upstream", upstream)
                .tag("kind", kind.word())
                .tag("outcome", outcome(reply))
                .register(meters)
                .increment();
    }

    private static String outcome(Reply<?> reply) {
        return switch (reply) {
            case Reply.Good<?> _ -> "good";
            case Reply.Absent<?> _ -> "absent";
            case Reply.Denied<?> _ -> "denied";
            case Reply.Failed<?> failed -> failed.cause().name().toLowerCase(Locale.ROOT);
        };
    }
}
