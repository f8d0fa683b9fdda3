package dev.warren.registry.warm;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.upkeep.Upkeep;
import dev.warren.registry.catalog.PinRows;
import dev.warren.registry.mirror.Mirrors;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the fetching of images before anybody asks for them. */
@AutoConfiguration(afterName = "dev.warren.registry.mirror.MirrorAutoConfiguration")
@EnableConfigurationProperties(WarmProperties.class)
class WarmAutoConfiguration {

    private static final Duration LOOK = Duration.ofSeconds(10);

    @Bean
    Warming registryWarming(Mirrors mirrors, @Qualifier("registryMemory") MemoryBudget memory) {
        return new Warming(mirrors, memory);
    }

    @Bean
    PinnedImages registryPinnedImages(JdbcClient jdbc, Warming warming, InstantSource clock) {
        return new PinnedImages(new PinRows(jdbc), warming, clock);
    }

    @Bean
    Upkeep registryWarm(PinnedImages images, WarmProperties settings) {
        return new Upkeep(
                "registry-warm",
                LOOK,
                Upkeep.DEFAULT_PHASE,
                () -> images.run(settings.every(), settings.wanted()));
    }
}
