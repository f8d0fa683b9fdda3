package dev.warren.app.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.util.internal.PlatformDependent;

/** What Netty itself counts of the memory outside the heap. */
final class BufferMetrics implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("warren.edge.direct.used", PlatformDependent::usedDirectMemory)
                .description("Direct memory that Netty holds, by its own counter")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("warren.edge.direct.limit", PlatformDependent::maxDirectMemory)
                .description("Direct memory that Netty may hold")
                .baseUnit("bytes")
                .register(meters);
        if (ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider) {
            ByteBufAllocatorMetric allocator = provider.metric();
            allocator(meters, "direct", allocator);
            allocator(meters, "heap", allocator);
        }
    }

    private static void allocator(
            MeterRegistry meters, String memory, ByteBufAllocatorMetric allocator) {
        Gauge.builder(
                        "warren.edge.allocator.used",
                        allocator,
                        a -> memory.equals("heap") ? a.usedHeapMemory() : a.usedDirectMemory())
                .description("Memory of the pooled buffer allocator's chunks")
                .baseUnit("bytes")
                .tag("memory", memory)
                .register(meters);
    }
}
