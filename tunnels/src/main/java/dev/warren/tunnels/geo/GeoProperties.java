package dev.warren.tunnels.geo;

import dev.warren.core.Settings;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where visitors come from.
 *
 * @param file a MaxMind DB file ({@code .mmdb}) of countries or cities, for {@code allow-country=}
 *     and {@code deny-country=}; unset means that there is none
 * @param reload how often it is looked at; a file that has changed is taken over once it has kept
 *     still for that long
 */
@ConfigurationProperties("warren.tunnels.geo")
public record GeoProperties(@Nullable Path file, @DefaultValue("10s") Duration reload) {

    public GeoProperties {
        file = file == null || file.toString().isBlank() ? null : file;
        Settings.of("warren.tunnels.geo")
                .between("reload", reload, Duration.ofMillis(100), Duration.ofDays(1))
                .done();
    }
}
