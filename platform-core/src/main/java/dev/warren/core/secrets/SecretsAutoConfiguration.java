package dev.warren.core.secrets;

import dev.warren.core.WarrenProperties;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/** Wires the box for secrets, when somebody has any: there is no key file before. */
@AutoConfiguration
@EnableConfigurationProperties(SecretsAutoConfiguration.SecretsProperties.class)
class SecretsAutoConfiguration {

    /**
     * Settings of secrets at rest.
     *
     * @param keyFile the file with the key that secrets in the database are encrypted under, the
     *     same on every node; unset for {@code secrets.key} in the data directory, which is made
     *     when it is first needed
     */
    @ConfigurationProperties("warren.secrets")
    record SecretsProperties(@Nullable Path keyFile) {}

    @Bean
    @Lazy
    SecretBox secretBox(
            SecretsProperties settings, WarrenProperties platform, SecureRandom random) {
        return KeyFile.open(
                Objects.requireNonNullElse(
                        settings.keyFile(), platform.dataDir().resolve("secrets.key")),
                random);
    }
}
