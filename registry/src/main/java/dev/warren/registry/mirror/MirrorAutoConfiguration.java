package dev.warren.registry.mirror;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.registry.fill.FillProperties;
import dev.warren.registry.fill.Fills;
import dev.warren.registry.hosted.Hosted;
import dev.warren.registry.hot.HotPulls;
import dev.warren.registry.store.BlobStore;
import dev.warren.registry.upkeep.Usage;
import dev.warren.registry.upstream.Upstreams;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/** Wires the repositories of other registries. */
@AutoConfiguration(
        afterName = {
            "dev.warren.registry.RegistryAutoConfiguration",
            "dev.warren.registry.fill.FillAutoConfiguration",
            "dev.warren.registry.upkeep.UpkeepAutoConfiguration",
            "dev.warren.registry.upstream.UpstreamAutoConfiguration"
        })
class MirrorAutoConfiguration {

    private static final DataSize LISTS = DataSize.ofMegabytes(2);

    @Bean
    MirrorMetrics registryMirrorMetrics(MeterRegistry meters) {
        return new MirrorMetrics(meters);
    }

    /** What is answered from memory was pulled too, and read from what is kept. */
    @Bean
    Consumer<HotPulls> registryHotPulls(Usage usage, MirrorMetrics metrics, InstantSource clock) {
        return hot -> {
            hot.takePulls(clock.instant()).forEach(usage::pulled);
            long reads = hot.takeReads();
            hot.place()
                    .upstream()
                    .filter(_ -> reads > 0)
                    .ifPresent(upstream -> metrics.hit(upstream, reads));
        };
    }

    @Bean
    Mirrors registryMirrors(
            Upstreams upstreams,
            Fills fills,
            BlobStore files,
            Hosted.Tables tables,
            Usage usage,
            FillProperties limits,
            @Qualifier("registryMemory") MemoryBudget memory,
            PlatformTransactionManager transactions,
            MirrorMetrics metrics,
            InstantSource clock) {
        return new Mirrors(
                upstreams,
                new Mirrors.Store(
                        files,
                        fills,
                        usage::used,
                        memory.child("lists", LISTS.toBytes()),
                        limits.perCaller().toBytes()),
                tables,
                new TransactionTemplate(transactions),
                metrics,
                clock);
    }
}
