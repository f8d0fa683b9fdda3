package dev.warren.registry.bucket;

import dev.warren.core.WarrenProperties;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.upkeep.Upkeep;
import dev.warren.registry.RegistryProperties;
import dev.warren.registry.catalog.ObjectRows;
import dev.warren.registry.store.BlobStore;
import dev.warren.registry.upkeep.UpkeepProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** Wires the bucket, when one is set. */
@AutoConfiguration(beforeName = "dev.warren.registry.RegistryAutoConfiguration")
@EnableConfigurationProperties({
    BucketProperties.class,
    RegistryProperties.class,
    UpkeepProperties.class
})
@Conditional(OnBucket.class)
class BucketAutoConfiguration {

    private static final Duration ALIVE = Duration.ofMinutes(1);
    private static final Duration SILENT = ALIVE.multipliedBy(10);

    @Bean
    BucketParts bucketParts(
            BucketParts.Needs needs, RegistryProperties registry, WarrenProperties platform)
            throws IOException {
        return BucketParts.of(registry.folder(platform), SILENT, needs);
    }

    @Bean
    BucketParts.Needs bucketNeeds(
            BucketProperties settings,
            ObjectRows rows,
            @Qualifier("registryMemory") MemoryBudget memory,
            MeterRegistry meters,
            InstantSource clock) {
        return new BucketParts.Needs(settings, rows, memory, meters, clock);
    }

    @Bean
    BlobStore blobStore(BucketParts parts) {
        parts.begin();
        return parts.store();
    }

    @Bean
    Upkeep bucketAlive(BucketParts parts) {
        return new Upkeep("registry-alive", ALIVE, Upkeep.DEFAULT_PHASE, parts::alive);
    }

    @Bean
    Upkeep bucketUpkeep(BucketParts parts, UpkeepProperties settings) {
        return new Upkeep("registry-bucket", settings.every(), Upkeep.DEFAULT_PHASE, parts::upkeep);
    }
}
