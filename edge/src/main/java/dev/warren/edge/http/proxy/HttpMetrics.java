package dev.warren.edge.http.proxy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The front door's figures. Thread-safe. */
final class HttpMetrics {

    /** Status classes as tags; the first is of requests whose visitor went away. */
    private static final String[] CLASSES = {"gone", "1xx", "2xx", "3xx", "4xx", "5xx", "other"};

    private final MeterRegistry registry;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger upgraded = new AtomicInteger();
    private final Counter received;
    private final Counter sent;
    private final Counter retried;

    /** By kind, which is bounded, then by status class. */
    private final Map<String, Timer[]> answered = new ConcurrentHashMap<>();

    /** By a reason out of a bounded set. */
    private final Map<String, Counter> refused = new ConcurrentHashMap<>();

    HttpMetrics(MeterRegistry registry) {
        this.registry = registry;
        received = bytes("warren.http.bytes.received", "Body bytes from visitors");
        sent = bytes("warren.http.bytes.sent", "Body bytes to visitors");
        retried =
                Counter.builder("warren.http.requests.retried")
                        .description("Requests sent again because a reused stream had ended")
                        .register(registry);
        Gauge.builder("warren.http.connections.open", open, AtomicInteger::get)
                .description("Visitors' connections")
                .register(registry);
        Gauge.builder("warren.http.connections.upgraded", upgraded, AtomicInteger::get)
                .description("Visitors' connections that left HTTP, such as WebSockets")
                .register(registry);
    }

    private Counter bytes(String name, String description) {
        return Counter.builder(name).description(description).baseUnit("bytes").register(registry);
    }

    void opened() {
        open.incrementAndGet();
    }

    void closed() {
        open.decrementAndGet();
    }

    void upgraded(int change) {
        upgraded.addAndGet(change);
    }

    void retried() {
        retried.increment();
    }

    void passed(long fromVisitor, long toVisitor) {
        if (fromVisitor > 0) {
            received.increment(fromVisitor);
        }
        if (toVisitor > 0) {
            sent.increment(toVisitor);
        }
    }

    /** {@code kind} is a target's kind, or {@code edge} for what had no target. */
    void answered(String kind, int status, long nanos) {
        Timer[] timers = answered.get(kind);
        if (timers == null) {
            timers = answered.computeIfAbsent(kind, this::timers);
        }
        int statusClass = status / 100;
        timers[statusClass < 6 ? statusClass : 6].record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer[] timers(String kind) {
        Timer[] timers = new Timer[CLASSES.length];
        for (int i = 0; i < timers.length; i++) {
            timers[i] =
                    Timer.builder("warren.http.requests.answered")
                            .description("Requests, from the end of the head to the last byte")
                            .tag("kind", kind)
                            .tag("status", CLASSES[i])
                            .register(registry);
        }
        return timers;
    }

    /** {@code reason} must come from a bounded set: the status of a page, a kind of limit. */
    void refused(String reason) {
        refused.computeIfAbsent(
                        reason,
                        word ->
                                Counter.builder("warren.http.requests.refused")
                                        .description("Requests and connections refused by the edge")
                                        .tag("reason", word)
                                        .register(registry))
                .increment();
    }
}
