package dev.warren.registry;

import dev.warren.core.StartRefusedException;
import dev.warren.core.WarrenProperties;
import dev.warren.core.database.ModuleSchema;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.MemoryBudgets;
import dev.warren.core.upkeep.Upkeep;
import dev.warren.core.webhooks.Webhooks;
import dev.warren.registry.bucket.BucketProperties;
import dev.warren.registry.catalog.BlobRows;
import dev.warren.registry.catalog.ManifestRows;
import dev.warren.registry.catalog.ObjectRows;
import dev.warren.registry.catalog.RepositoryRows;
import dev.warren.registry.catalog.TagRows;
import dev.warren.registry.catalog.UploadRows;
import dev.warren.registry.hosted.Hosted;
import dev.warren.registry.hosted.HostedChange;
import dev.warren.registry.hosted.HostedNews;
import dev.warren.registry.hosted.Quotas;
import dev.warren.registry.hosted.Uploads;
import dev.warren.registry.hot.HotManifests;
import dev.warren.registry.hot.HotPulls;
import dev.warren.registry.store.BlobFiles;
import dev.warren.registry.store.BlobStore;
import dev.warren.registry.store.IncomingBlobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the store and the hosted repositories. */
@AutoConfiguration(after = JdbcClientAutoConfiguration.class)
@EnableConfigurationProperties({RegistryProperties.class, BucketProperties.class})
class RegistryAutoConfiguration {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration TIDY = Duration.ofMinutes(1);

    @Bean
    ModuleSchema registrySchema() {
        return new ModuleSchema("registry");
    }

    @Bean
    MemoryBudget registryMemory(MemoryBudgets budgets, RegistryProperties settings) {
        return budgets.module("registry", settings.memory(), "warren.registry.memory");
    }

    @Bean
    ObjectRows registryObjects(JdbcClient client, PlatformTransactionManager transactions) {
        return new ObjectRows(client, new TransactionTemplate(transactions));
    }

    @Bean
    @ConditionalOnMissingBean
    BlobStore blobStore(RegistryProperties settings, WarrenProperties platform, ObjectRows objects)
            throws IOException {
        refuseObjects(objects);
        return BlobFiles.in(settings.folder(platform));
    }

    /** Blobs that are elsewhere would count as lost. */
    static void refuseObjects(ObjectRows objects) {
        if (objects.isAny()) {
            throw new StartRefusedException(
                    "warren.registry.s3.bucket: not set (expected: the bucket in which this registry's blobs are)");
        }
    }

    @Bean
    IncomingBlobs incomingBlobs(
            RegistryProperties settings, WarrenProperties platform, BlobStore store)
            throws IOException {
        return IncomingBlobs.in(settings.folder(platform), store);
    }

    @Bean
    Hosted.Tables registryTables(
            JdbcTemplate jdbc, JdbcClient client, PlatformTransactionManager transactions) {
        return new Hosted.Tables(
                new RepositoryRows(client),
                new BlobRows(client, new TransactionTemplate(transactions)),
                new ManifestRows(jdbc),
                new TagRows(client));
    }

    @Bean
    Hosted hostedRepositories(
            Hosted.Tables tables,
            BlobStore files,
            PlatformTransactionManager transactions,
            InstantSource clock,
            Consumer<HostedChange> changes,
            RegistryProperties settings) {
        return new Hosted(
                tables,
                files,
                new TransactionTemplate(transactions),
                clock,
                new Hosted.Manners(
                        changes,
                        settings.sparse(),
                        settings.maxRepositories(),
                        settings.maxManifests()));
    }

    @Bean
    Consumer<HostedChange> hostedChanges(HotManifests hot, Webhooks webhooks, InstantSource clock) {
        HostedNews news = new HostedNews(webhooks, clock);
        return change -> {
            hot.changed();
            news.tell(change);
        };
    }

    @Bean
    HotManifests hotManifests(
            RegistryProperties settings,
            @Qualifier("registryMemory") MemoryBudget memory,
            Consumer<HotPulls> pulls) {
        return new HotManifests(
                memory.child("manifests", settings.manifestCache().toBytes()), pulls);
    }

    @Bean
    Uploads registryUploads(
            Hosted.Tables tables,
            IncomingBlobs files,
            JdbcClient client,
            RegistryProperties settings,
            @Qualifier("registryMemory") MemoryBudget memory,
            Quotas.Spare spare,
            InstantSource clock) {
        UploadRows rows = new UploadRows(client);
        Quotas quotas =
                new Quotas(
                        new Quotas.Held(tables.blobs(), rows),
                        files.store(),
                        new Quotas.Sizes(settings.maxPerAccount(), settings.keepFree(), spare));
        return new Uploads(
                rows,
                tables.blobs(),
                files,
                new Uploads.Limits(memory, PATIENCE, settings.maxUploads(), quotas),
                clock);
    }

    @Bean
    Upkeep uploadsUpkeep(Uploads uploads, RegistryProperties settings) {
        return new Upkeep(
                "registry-uploads",
                TIDY,
                Upkeep.DEFAULT_PHASE,
                () -> {
                    try {
                        uploads.tidy(settings.uploadIdle());
                    } catch (IOException failed) {
                        throw new UncheckedIOException(failed);
                    }
                });
    }
}
