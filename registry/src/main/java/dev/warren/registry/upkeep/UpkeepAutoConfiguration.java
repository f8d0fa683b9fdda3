package dev.warren.registry.upkeep;

import dev.warren.core.upkeep.Upkeep;
import dev.warren.registry.RegistryProperties;
import dev.warren.registry.catalog.BlobRows;
import dev.warren.registry.catalog.CacheRows;
import dev.warren.registry.catalog.CheckRows;
import dev.warren.registry.catalog.PullRows;
import dev.warren.registry.catalog.SweepRows;
import dev.warren.registry.catalog.UploadRows;
import dev.warren.registry.hosted.Quotas;
import dev.warren.registry.hot.HotManifests;
import dev.warren.registry.store.BlobStore;
import dev.warren.registry.store.IncomingBlobs;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires what looks after the store. */
@AutoConfiguration(
        afterName = "dev.warren.registry.RegistryAutoConfiguration",
        beforeName = "dev.warren.registry.fill.FillAutoConfiguration")
@EnableConfigurationProperties(UpkeepProperties.class)
class UpkeepAutoConfiguration {

    @Bean
    UpkeepMetrics registryUpkeepMetrics(MeterRegistry meters, RegistryProperties registry) {
        return new UpkeepMetrics(meters, registry.cacheSize().toBytes());
    }

    @Bean
    CacheRows registryCacheRows(JdbcClient jdbc, PlatformTransactionManager transactions) {
        return new CacheRows(jdbc, new TransactionTemplate(transactions));
    }

    @Bean
    CheckRows registryCheckRows(JdbcClient jdbc, PlatformTransactionManager transactions) {
        return new CheckRows(jdbc, new TransactionTemplate(transactions));
    }

    @Bean
    Usage registryUsage(
            CacheRows rows, JdbcClient jdbc, UpkeepProperties settings, InstantSource clock) {
        return new Usage(rows, new PullRows(jdbc), settings.inUse(), clock);
    }

    /** What is answered from memory is counted there until use is written. */
    @Bean
    SmartInitializingSingleton registryHotPullsCollected(Usage usage, HotManifests hot) {
        return () -> usage.collect(hot::countAll);
    }

    @Bean
    Evictor registryEvictor(
            CacheRows rows,
            BlobStore files,
            Usage usage,
            Evictor.Limits limits,
            UpkeepMetrics metrics) {
        return new Evictor(rows, files, usage, limits, metrics);
    }

    @Bean
    CacheRoom registryCacheRoom(Evictor.Limits limits, Evictor evictor, CacheRows rows) {
        return new CacheRoom(
                limits,
                new CacheRoom.Store() {
                    @Override
                    public long bytes(Optional<String> upstream) {
                        return rows.bytes(upstream);
                    }

                    @Override
                    public void free(Optional<String> upstream, long bytes) {
                        evictor.evict(upstream, bytes);
                    }
                });
    }

    /** Pushes that meet a full disk have it freed of what can be fetched again. */
    @Bean
    Quotas.Spare registrySpare(Evictor evictor) {
        return bytes -> evictor.evict("", bytes);
    }

    @Bean
    Evictor.Limits registryCacheLimits(RegistryProperties registry, UpkeepProperties settings) {
        return new Evictor.Limits(
                registry.cacheSize(),
                settings.upstreamSizes(),
                settings.high(),
                settings.low(),
                registry.keepFree());
    }

    @Bean
    Collector registryCollector(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            IncomingBlobs files,
            UpkeepMetrics metrics,
            InstantSource clock) {
        TransactionTemplate template = new TransactionTemplate(transactions);
        return new Collector(
                new Collector.Rows(
                        new SweepRows(jdbc, template),
                        new BlobRows(jdbc, template),
                        new UploadRows(jdbc)),
                files,
                metrics,
                clock);
    }

    @Bean
    Scrubber registryScrubber(
            CheckRows rows, BlobStore files, UpkeepMetrics metrics, InstantSource clock) {
        return new Scrubber(rows, files, new Damages(rows, files, metrics, clock), metrics, clock);
    }

    @Bean
    Fsck registryFsck(JdbcClient jdbc, IncomingBlobs files) {
        return new Fsck(jdbc, files);
    }

    @Bean
    Rounds registryRounds(
            Usage usage,
            Evictor evictor,
            Collector collector,
            Scrubber scrubber,
            Rounds.Plan plan) {
        return new Rounds(usage, evictor, collector, scrubber, plan);
    }

    @Bean
    Rounds.Plan registryPlan(UpkeepProperties settings, InstantSource clock) {
        return new Rounds.Plan(settings, clock);
    }

    @Bean
    Upkeep registryUpkeep(Rounds rounds, UpkeepProperties settings) {
        return new Upkeep("registry-store", settings.every(), Upkeep.DEFAULT_PHASE, rounds::run);
    }

    @Bean
    Upkeep registryScrubbing(Rounds rounds, UpkeepProperties settings) {
        return new Upkeep("registry-scrub", settings.every(), Upkeep.DEFAULT_PHASE, rounds::scrub);
    }
}
