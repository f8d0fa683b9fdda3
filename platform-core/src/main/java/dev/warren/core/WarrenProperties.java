package dev.warren.core;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings that concern every module.
 *
 * @param dataDir where everything that is kept is kept
 * @param domain the platform's own domain, lower case, without a port
 * @param registration who may register; unset means open with the embedded database and closed with
 *     any other
 * @param adminKey an {@code authorized_keys} line: the key of the first administrator; unset means
 *     that the first account of an empty embedded database is an administrator
 */
@ConfigurationProperties("warren")
public record WarrenProperties(
        @DefaultValue("./data") Path dataDir,
        @DefaultValue("localhost") String domain,
        @Nullable Registration registration,
        @Nullable String adminKey) {

    private static final Pattern DOMAIN =
            Pattern.compile(
                    "(?=.{1,200}$)[a-z0-9]([a-z0-9-]{0,62})(\\.[a-z0-9]([a-z0-9-]{0,62}))*");

    public WarrenProperties {
        dataDir = dataDir.toAbsolutePath().normalize();
        domain = domain.toLowerCase(Locale.ROOT);
        adminKey = adminKey == null || adminKey.isBlank() ? null : adminKey.strip();
        Settings.of("warren")
                .check(DOMAIN.matcher(domain).matches(), "domain", domain, "a host name")
                .done();
    }

    /** The first administrator's key as it was configured. */
    public Optional<String> firstAdminKey() {
        return Optional.ofNullable(adminKey);
    }

    /** {@code label.domain}, such as {@code console.localhost}. */
    public String host(String label) {
        return label + "." + domain;
    }

    /** The address of {@code host}, without the port when it is the scheme's own. */
    public static URI url(boolean tls, String host, int port) {
        String scheme = tls ? "https" : "http";
        boolean usual = port == (tls ? 443 : 80);
        return URI.create(scheme + "://" + host + (usual ? "" : ":" + port));
    }
}
