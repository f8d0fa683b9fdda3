package dev.warren.registry.upkeep;

import dev.warren.core.Settings;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of looking after the store.
 *
 * @param every pause between two rounds, in which use is noted and room is made
 * @param collectEvery how often what nobody needs is removed
 * @param grace how long a pushed blob may wait for its manifest
 * @param checkEvery how often all files are looked for
 * @param scrubEvery how often each blob is hashed again
 * @param scrubRate bytes a second that are hashed again; 0 for none
 * @param high percent of the cache's size at which blobs begin to go
 * @param low percent of the cache's size to which they go
 * @param upstreamSizes what blobs of one upstream may fill, such as {@code
 *     upstream-sizes[docker.io]=5GB}
 * @param inUse how long a blob stays for sure that was just asked for
 * @param quarantine how long files with wrong bytes are kept aside
 */
@ConfigurationProperties("warren.registry.upkeep")
public record UpkeepProperties(
        @DefaultValue("1m") Duration every,
        @DefaultValue("1h") Duration collectEvery,
        @DefaultValue("24h") Duration grace,
        @DefaultValue("24h") Duration checkEvery,
        @DefaultValue("7d") Duration scrubEvery,
        @DefaultValue("20MB") DataSize scrubRate,
        @DefaultValue("95") int high,
        @DefaultValue("85") int low,
        @DefaultValue Map<String, DataSize> upstreamSizes,
        @DefaultValue("2m") Duration inUse,
        @DefaultValue("30d") Duration quarantine) {

    public UpkeepProperties {
        upstreamSizes = Map.copyOf(upstreamSizes);
        Duration year = Duration.ofDays(365);
        DataSize none = DataSize.ofBytes(0);
        DataSize most = DataSize.ofTerabytes(1000);
        Settings settings =
                Settings.of("warren.registry.upkeep")
                        .between("every", every, Duration.ofMillis(10), Duration.ofHours(1))
                        .between("collect-every", collectEvery, Duration.ZERO, year)
                        .between("grace", grace, Duration.ZERO, year)
                        .between("check-every", checkEvery, Duration.ZERO, year)
                        .between("scrub-every", scrubEvery, Duration.ZERO, year)
                        .between("scrub-rate", scrubRate, none, DataSize.ofGigabytes(100))
                        .between("high", high, 1, 100)
                        .between("low", low, 0, high)
                        .between("in-use", inUse, Duration.ZERO, Duration.ofHours(1))
                        .between("quarantine", quarantine, Duration.ZERO, year);
        upstreamSizes.forEach((name, size) ->
                settings.between(
                        "upstream-sizes[%s]".formatted(name), size, DataSize.ofMegabytes(1), most));
        settings.done();
    }
}
