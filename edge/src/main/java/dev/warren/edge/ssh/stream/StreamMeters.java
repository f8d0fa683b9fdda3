package dev.warren.edge.ssh.stream;

import dev.warren.edge.ssh.StreamRefusedException.Reason;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts of SSH byte streams and their windows. Counting is free of locks; any thread may. */
final class StreamMeters {

    final LongAdder open = new LongAdder();
    final LongAdder windowBytes = new LongAdder();
    final LongAdder grown = new LongAdder();
    final LongAdder received = new LongAdder();
    final LongAdder sent = new LongAdder();
    private final Map<Reason, LongAdder> refused = new EnumMap<>(Reason.class);
    private volatile @Nullable Timer opening;

    StreamMeters() {
        for (Reason reason : Reason.values()) {
            refused.put(reason, new LongAdder());
        }
    }

    void refused(Reason reason) {
        LongAdder count = refused.get(reason);
        if (count != null) {
            count.increment();
        }
    }

    void opened(long nanos) {
        Timer timer = opening;
        if (timer != null) {
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    void bindTo(MeterRegistry registry) {
        Gauge.builder("warren.ssh.streams.open", open, LongAdder::sum)
                .description("Byte streams open over SSH")
                .register(registry);
        Gauge.builder("warren.ssh.streams.window", windowBytes, LongAdder::sum)
                .description("Receive windows of all streams, as charged to budgets")
                .baseUnit(BaseUnits.BYTES)
                .register(registry);
        FunctionCounter.builder("warren.ssh.streams.window.grown", grown, LongAdder::sum)
                .description("Times that a window was doubled for a fast and far client")
                .register(registry);
        FunctionCounter.builder("warren.ssh.streams.received", received, LongAdder::sum)
                .description("Stream bytes from SSH clients")
                .baseUnit(BaseUnits.BYTES)
                .register(registry);
        FunctionCounter.builder("warren.ssh.streams.sent", sent, LongAdder::sum)
                .description("Stream bytes to SSH clients")
                .baseUnit(BaseUnits.BYTES)
                .register(registry);
        refused.forEach((reason, count) ->
                FunctionCounter.builder("warren.ssh.streams.refused", count, LongAdder::sum)
                        .description("Streams that could not be opened")
                        .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                        .register(registry));
        opening =
                Timer.builder("warren.ssh.streams.opening")
                        .description("From asking a client for a stream to its confirmation")
                        .register(registry);
    }
}
