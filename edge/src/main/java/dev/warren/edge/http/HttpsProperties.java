package dev.warren.edge.http;

import dev.warren.core.Settings;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the HTTPS front door. Limits and time-outs of requests are those of the HTTP door.
 *
 * @param port the port to listen on, such as 8443, 0 for any free one; unset for no HTTPS
 * @param address the local address to listen on, empty for all
 * @param publicPort the port in URLs and redirects, unset for the one that is listened on
 * @param certificates a directory of certificates: {@code NAME.crt} with {@code NAME.key}, or
 *     {@code fullchain.pem} with {@code privkey.pem}, there or one level below; unset for {@code
 *     certificates} in the data directory
 * @param reload how often that directory is looked at
 * @param redirect whether requests that come without TLS are sent to the HTTPS door (308)
 * @param hsts how long browsers are told to insist on HTTPS, 0 for not telling them
 * @param handshakeTimeout from the first byte to the end of the TLS handshake
 */
@ConfigurationProperties("warren.https")
public record HttpsProperties(
        @Nullable Integer port,
        @DefaultValue("") String address,
        @Nullable Integer publicPort,
        @Nullable Path certificates,
        @DefaultValue("2s") Duration reload,
        @DefaultValue("false") boolean redirect,
        @DefaultValue("0s") Duration hsts,
        @DefaultValue("10s") Duration handshakeTimeout) {

    public HttpsProperties {
        Settings.of("warren.https")
                .between("port", port == null ? 0 : port, 0, 65535)
                .between("public-port", publicPort == null ? 1 : publicPort, 1, 65535)
                .between("reload", reload, Duration.ofMillis(100), Duration.ofHours(1))
                .between("hsts", hsts, Duration.ZERO, Duration.ofDays(3650))
                .between(
                        "handshake-timeout",
                        handshakeTimeout,
                        Duration.ofMillis(250),
                        Duration.ofMinutes(5))
                .check(!redirect || port != null, "redirect", true, "warren.https.port to be set")
                .done();
    }
}
