package dev.warren.tunnels.traffic;

import dev.warren.core.Settings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is added up of tunnels' traffic.
 *
 * @param write how often figures are written to the database
 * @param keep how long the figures of a name are kept after the last of them
 * @param maxPerAccount names of one account whose figures are kept, the latest ones
 */
@ConfigurationProperties("warren.tunnels.traffic")
public record TrafficProperties(
        @DefaultValue("1m") Duration write,
        @DefaultValue("400d") Duration keep,
        @DefaultValue("500") int maxPerAccount) {

    public TrafficProperties {
        Settings.of("warren.tunnels.traffic")
                .between("write", write, Duration.ofMillis(100), Duration.ofHours(1))
                .between("keep", keep, Duration.ofDays(1), Duration.ofDays(36_500))
                .between("max-per-account", maxPerAccount, 1, 100_000)
                .done();
    }
}
