package dev.warren.tunnels.inspect;

import dev.warren.core.memory.MemoryBudget;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Wires the inspector of tunnels. */
@AutoConfiguration
@EnableConfigurationProperties(InspectProperties.class)
class InspectAutoConfiguration {

    @Bean
    Inspector tunnelInspector(
            InspectProperties settings,
            @Qualifier("tunnelsMemory") MemoryBudget memory,
            MeterRegistry registry,
            InstantSource clock) {
        MemoryBudget budget = memory.child("capture", settings.memory().toBytes());
        return new Inspector(settings, budget, registry, clock);
    }

    @Bean
    Upkeep tunnelInspectorUpkeep(Inspector inspector) {
        return new Upkeep(inspector);
    }
}
