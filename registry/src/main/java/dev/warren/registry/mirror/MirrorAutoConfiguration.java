package dev.warren.registry.mirror;

import dev.warren.registry.fill.Fills;
import dev.warren.registry.hosted.Hosted;
import dev.warren.registry.store.BlobFiles;
import dev.warren.registry.upkeep.Usage;
import dev.warren.registry.upstream.Upstreams;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the repositories of other registries. */
@AutoConfiguration(
        afterName = {
            "dev.warren.registry.RegistryAutoConfiguration",
            "dev.warren.registry.fill.FillAutoConfiguration",
            "dev.warren.registry.upkeep.UpkeepAutoConfiguration",
            "dev.warren.registry.upstream.UpstreamAutoConfiguration"
        })
class MirrorAutoConfiguration {

    @Bean
    Mirrors registryMirrors(
            Upstreams upstreams,
            Fills fills,
            BlobFiles files,
            Hosted.Tables tables,
            Usage usage,
            PlatformTransactionManager transactions,
            MeterRegistry meters,
            InstantSource clock) {
        return new Mirrors(
                upstreams,
                new Mirrors.Store(files, fills, usage::used),
                tables,
                new TransactionTemplate(transactions),
                meters,
                clock);
    }
}
