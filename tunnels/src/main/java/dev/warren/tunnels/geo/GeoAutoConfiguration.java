package dev.warren.tunnels.geo;

import dev.warren.core.StartRefusedException;
import dev.warren.core.WarrenProperties;
import dev.warren.core.upkeep.Upkeep;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the file of countries, where there is one. */
@AutoConfiguration
@EnableConfigurationProperties(GeoProperties.class)
class GeoAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("warren.tunnels.geo.file")
    static class WithFile {

        @Bean
        CountryFile countryFile(GeoProperties settings, WarrenProperties warren) {
            Path file = settings.file();
            try {
                if (file == null) {
                    throw new IOException("no name");
                }
                return new CountryFile(file, warren.dataDir().resolve("tmp"));
            } catch (IOException unusable) {
                throw new StartRefusedException(
                        "warren.tunnels.geo.file: %s, which cannot be used: %s (expected: a MaxMind DB file)"
                                .formatted(file, unusable));
            }
        }

        @Bean
        Upkeep countryFileUpkeep(CountryFile file, GeoProperties settings) {
            return new Upkeep("countries", settings.reload(), Upkeep.EARLY, file::look);
        }
    }
}
