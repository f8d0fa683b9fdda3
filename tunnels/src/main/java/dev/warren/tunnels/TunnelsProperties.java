package dev.warren.tunnels;

import dev.warren.core.Settings;
import dev.warren.tunnels.live.PortRange;
import dev.warren.tunnels.live.TunnelLimits;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The tunnels.
 *
 * @param domain the domain below which web tunnels stand, unset for {@code tuns.} before {@code
 *     warren.domain}; it shares no origin and no cookies with the platform
 * @param publicPort the port in the URLs that are shown, unset for the HTTP door's own
 * @param tcpPorts the ports that TCP tunnels may have
 * @param tcpAddress the address that TCP tunnels are opened on
 * @param memory the budget of all bytes on their way through tunnels
 * @param memoryPerAccount the part of it that one account may hold
 * @param maxPerConnection tunnels of one SSH connection
 * @param maxPerAccount tunnels of one account
 * @param maxTotal tunnels in all
 * @param maxStreams visitors' streams that may be open on one tunnel
 * @param webhookBody how large the body of a request with {@code webhook=} may be; it is held until
 *     its signature was looked at
 * @param drainTime how long open streams may take to finish when the server stops
 * @param reservedNames names that no web tunnel may have
 */
@ConfigurationProperties("warren.tunnels")
public record TunnelsProperties(
        @Nullable String domain,
        @Nullable Integer publicPort,
        @DefaultValue("10000-19999") PortRange tcpPorts,
        @DefaultValue("0.0.0.0") String tcpAddress,
        @DefaultValue("64MB") DataSize memory,
        @DefaultValue("32MB") DataSize memoryPerAccount,
        @DefaultValue("100") int maxPerConnection,
        @DefaultValue("500") int maxPerAccount,
        @DefaultValue("20000") int maxTotal,
        @DefaultValue("1000") int maxStreams,
        @DefaultValue("1MB") DataSize webhookBody,
        @DefaultValue("10s") Duration drainTime,
        @DefaultValue({
                    "admin",
                    "administrator",
                    "console",
                    "hostmaster",
                    "login",
                    "postmaster",
                    "registry",
                    "root",
                    "security",
                    "warren",
                    "webmaster",
                    "www"
                })
                Set<String> reservedNames) {

    private static final int MANY = 1_000_000;
    private static final Pattern DOMAIN =
            Pattern.compile(
                    "(?=.{1,180}$)[a-z0-9]([a-z0-9-]{0,62})(\\.[a-z0-9]([a-z0-9-]{0,62}))*");

    public TunnelsProperties {
        domain = domain == null || domain.isBlank() ? null : domain.toLowerCase(Locale.ROOT);
        reservedNames =
                reservedNames.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
        Settings.of("warren.tunnels")
                .check(
                        domain == null || DOMAIN.matcher(domain).matches(),
                        "domain",
                        String.valueOf(domain),
                        "a host name")
                .between("public-port", publicPort == null ? 1 : publicPort, 1, 65_535)
                .between("memory", memory, DataSize.ofMegabytes(1), DataSize.ofTerabytes(1))
                .between(
                        "memory-per-account",
                        memoryPerAccount,
                        DataSize.ofMegabytes(1),
                        DataSize.ofTerabytes(1))
                .between("max-per-connection", maxPerConnection, 1, MANY)
                .between("max-per-account", maxPerAccount, 1, MANY)
                .between("max-total", maxTotal, 1, MANY)
                .between("max-streams", maxStreams, 1, MANY)
                .between(
                        "webhook-body",
                        webhookBody,
                        DataSize.ofKilobytes(1),
                        DataSize.ofMegabytes(8))
                .between("drain-time", drainTime, Duration.ZERO, Duration.ofMinutes(5))
                .done();
    }

    TunnelLimits limits() {
        return new TunnelLimits(maxPerConnection, maxPerAccount, maxTotal, maxStreams, tcpPorts);
    }
}
