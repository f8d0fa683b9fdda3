package dev.warren.tunnels.health;

import dev.warren.core.upkeep.Upkeep;
import dev.warren.tunnels.live.TunnelReport;
import dev.warren.tunnels.live.Tunnels;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Wires health checks. */
@AutoConfiguration
@EnableConfigurationProperties(HealthProperties.class)
class HealthAutoConfiguration {

    /** How exactly intervals are kept. */
    private static final Duration LOOK = Duration.ofMillis(250);

    @Bean
    HealthChecks healthChecks(
            Tunnels tunnels, TunnelReport report, HealthProperties settings, InstantSource clock) {
        return new HealthChecks(tunnels.all(), report, settings.maxRunning(), clock);
    }

    @Bean
    Upkeep healthChecksUpkeep(HealthChecks checks) {
        return new Upkeep("health", LOOK, Upkeep.DEFAULT_PHASE, checks::look);
    }

    @Bean
    MeterBinder healthMeters(HealthChecks checks) {
        return registry ->
                Gauge.builder("warren.tunnels.checks.running", checks, HealthChecks::running)
                        .description("health checks that are running now")
                        .register(registry);
    }
}
