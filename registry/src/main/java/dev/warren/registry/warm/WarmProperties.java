package dev.warren.registry.warm;

import dev.warren.core.Settings;
import dev.warren.registry.oci.Platform;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of fetching pinned images before anybody asks for them.
 *
 * @param every how often all pinned images are fetched anew; 0 for never
 * @param platforms what they run on, such as {@code linux/amd64}; unset for this machine's
 */
@ConfigurationProperties("warren.registry.warm")
public record WarmProperties(
        @DefaultValue("0s") Duration every, @DefaultValue List<String> platforms) {

    public WarmProperties {
        platforms = List.copyOf(platforms);
        Settings settings =
                Settings.of("warren.registry.warm")
                        .between("every", every, Duration.ZERO, Duration.ofDays(365));
        for (String platform : platforms) {
            settings.check(
                    Platform.parse(platform).isPresent(),
                    "platforms",
                    platform,
                    "the form linux/amd64 or linux/arm/v7");
        }
        settings.done();
    }

    /** Those that are set, or ours. */
    Set<Platform> wanted() {
        Set<Platform> wanted = new LinkedHashSet<>();
        platforms.forEach(text -> Platform.parse(text).ifPresent(wanted::add));
        return wanted.isEmpty() ? Set.of(Platform.ours()) : wanted;
    }
}
