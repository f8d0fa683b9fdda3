package dev.warren.registry.fill;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.registry.RegistryProperties;
import dev.warren.registry.catalog.FetchRows;
import dev.warren.registry.store.BlobStore;
import dev.warren.registry.store.IncomingBlobs;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

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

    /** Where the store is a disk, no other machine has it. */
    @Bean
    Machines registryMachines(BlobStore files, JdbcClient jdbc) {
        return files.isOnDisk() ? Machines.ONE : new SharedStore(new FetchRows(jdbc), files);
    }

    @Bean
    Fills.Place registryFillsPlace(
            IncomingBlobs files, @Qualifier("registryRoom") Room room, Machines machines) {
        return new Fills.Place(files, room, machines);
    }

    @Bean
    Fills registryFills(
            Fills.Place place,
            @Qualifier("registryMemory") MemoryBudget memory,
            FillProperties limits,
            MeterRegistry meters,
            InstantSource clock) {
        return new Fills(place, memory, limits, meters, clock);
    }
}
