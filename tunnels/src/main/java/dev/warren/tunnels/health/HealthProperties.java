package dev.warren.tunnels.health;

import dev.warren.core.Settings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Checks that {@code health=} asks for.
 *
 * @param maxRunning how many may be running at a time; the others wait for their turn
 */
@ConfigurationProperties("warren.tunnels.health")
public record HealthProperties(@DefaultValue("64") int maxRunning) {

    public HealthProperties {
        Settings.of("warren.tunnels.health").between("max-running", maxRunning, 1, 10_000).done();
    }
}
