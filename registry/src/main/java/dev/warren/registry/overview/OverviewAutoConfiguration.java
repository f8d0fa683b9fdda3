package dev.warren.registry.overview;

import dev.warren.registry.RegistryProperties;
import dev.warren.registry.catalog.CacheRows;
import dev.warren.registry.catalog.OverviewRows;
import dev.warren.registry.catalog.PinRows;
import dev.warren.registry.hosted.Hosted;
import dev.warren.registry.mirror.Mirrors;
import dev.warren.registry.upkeep.UpkeepProperties;
import dev.warren.registry.upkeep.Usage;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires what people are shown. */
@AutoConfiguration(
        afterName = {
            "dev.warren.registry.RegistryAutoConfiguration",
            "dev.warren.registry.upkeep.UpkeepAutoConfiguration",
            "dev.warren.registry.mirror.MirrorAutoConfiguration"
        })
class OverviewAutoConfiguration {

    @Bean
    RegistryOverview registryOverview(
            JdbcClient jdbc,
            Hosted.Tables tables,
            CacheRows cache,
            Mirrors mirrors,
            RegistryProperties settings,
            UpkeepProperties upkeep,
            Usage usage,
            MeterRegistry meters) {
        return new RegistryOverview(
                new RegistryOverview.Rows(
                        new OverviewRows(jdbc),
                        tables.blobs(),
                        cache,
                        new PinRows(jdbc),
                        mirrors,
                        usage::flush),
                new RegistryOverview.Sizes(
                        settings.maxPerAccount(),
                        settings.cacheSize(),
                        upkeep.upstreamSizes(),
                        settings.maxUploads()),
                meters);
    }
}
