package dev.warren.registry.upstream;

import dev.warren.core.WarrenProperties;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.outbound.OutboundClients;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Wires the registries that are pulled through. */
@AutoConfiguration(afterName = "dev.warren.registry.RegistryAutoConfiguration")
@EnableConfigurationProperties(UpstreamProperties.class)
class UpstreamAutoConfiguration {

    @Bean
    MirrorHosts registryMirrorHosts(UpstreamProperties settings, WarrenProperties platform) {
        return MirrorHosts.of(settings, platform.host("mirror"));
    }

    @Bean
    Upstreams registryUpstreams(
            UpstreamProperties settings,
            OutboundClients clients,
            @Qualifier("registryMemory") MemoryBudget budget,
            MeterRegistry meters,
            InstantSource clock) {
        return new Upstreams(settings, clients, budget, meters, clock);
    }
}
