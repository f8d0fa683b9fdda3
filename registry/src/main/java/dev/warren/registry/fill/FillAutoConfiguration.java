package dev.warren.registry.fill;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.registry.RegistryProperties;
import dev.warren.registry.store.BlobStore;
import dev.warren.registry.store.IncomingBlobs;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Wires the fetching of blobs. */
@AutoConfiguration(afterName = "dev.warren.registry.RegistryAutoConfiguration")
@EnableConfigurationProperties(FillProperties.class)
class FillAutoConfiguration {

    @Bean
    Room registryRoom(
            BlobStore files,
            RegistryProperties settings,
            Eviction eviction,
            @Qualifier("registryCacheRoom") Room cache) {
        return new AllRooms(cache, new DiskRoom(files, settings.keepFree(), eviction));
    }

    @Bean
    Fills registryFills(
            IncomingBlobs files,
            @Qualifier("registryRoom") Room room,
            @Qualifier("registryMemory") MemoryBudget memory,
            FillProperties limits,
            MeterRegistry meters,
            InstantSource clock) {
        return new Fills(files, room, memory, limits, meters, clock);
    }
}
