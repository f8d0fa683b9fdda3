package dev.warren.tunnels.names;

import dev.warren.core.Settings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Names that are kept.
 *
 * @param maxPerAccount names, ports and domains that one account may keep
 * @param refresh how often changes by other nodes are looked for
 * @param resolver the name server that is asked for proofs of domains, {@code address:port}; unset
 *     means the system's
 * @param dnsTimeout how long a question to it may take
 * @param prove how often kept domains are proved again
 * @param proveMisses times in a row without a proof that suspend a domain
 */
@ConfigurationProperties("warren.tunnels.names")
public record NamesProperties(
        @DefaultValue("50") int maxPerAccount,
        @DefaultValue("5s") Duration refresh,
        @Nullable String resolver,
        @DefaultValue("3s") Duration dnsTimeout,
        @DefaultValue("1d") Duration prove,
        @DefaultValue("3") int proveMisses) {

    public NamesProperties {
        resolver = resolver == null || resolver.isBlank() ? null : resolver;
        Settings.of("warren.tunnels.names")
                .between("max-per-account", maxPerAccount, 1, 100_000)
                .between("refresh", refresh, Duration.ofMillis(100), Duration.ofHours(1))
                .check(
                        resolver == null
                                || resolver.matches(
                                        "([A-Za-z0-9.-]+|\\[[0-9a-f:]+\\])(:\\d{1,5})?"),
                        "resolver",
                        String.valueOf(resolver),
                        "an address, with a port if need be, such as 127.0.0.1:5353")
                .between("prove", prove, Duration.ofSeconds(1), Duration.ofDays(30))
                .between("prove-misses", proveMisses, 1, 100)
                .between("dns-timeout", dnsTimeout, Duration.ofMillis(100), Duration.ofSeconds(30))
                .done();
    }
}
