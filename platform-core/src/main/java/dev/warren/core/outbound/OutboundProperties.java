package dev.warren.core.outbound;

import dev.warren.core.Settings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of outbound HTTP.
 *
 * @param allow address blocks that may be reached although they are private or special
 * @param connectTimeout for finding and connecting to a host
 * @param responseTimeout for every wait for the other side's next bytes
 * @param totalTimeout for a request with its redirects and its answer's last byte
 * @param maxRedirects redirects followed at most
 * @param maxConnections connections at most
 * @param maxConnectionsPerHost connections to one host at most
 * @param userAgent what requests say they come from
 */
@ConfigurationProperties("warren.outbound")
record OutboundProperties(
        @DefaultValue List<String> allow,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("15s") Duration responseTimeout,
        @DefaultValue("60s") Duration totalTimeout,
        @DefaultValue("5") int maxRedirects,
        @DefaultValue("64") int maxConnections,
        @DefaultValue("8") int maxConnectionsPerHost,
        @DefaultValue("Warren") String userAgent) {

    OutboundProperties {
        allow = List.copyOf(allow);
        Duration least = Duration.ofMillis(100);
        Settings settings =
                Settings.of("warren.outbound")
                        .between("connect-timeout", connectTimeout, least, Duration.ofMinutes(1))
                        .between("response-timeout", responseTimeout, least, Duration.ofMinutes(10))
                        .between("total-timeout", totalTimeout, least, Duration.ofHours(1))
                        .between("max-redirects", maxRedirects, 0, 20)
                        .between("max-connections", maxConnections, 1, 10_000)
                        .between(
                                "max-connections-per-host",
                                maxConnectionsPerHost,
                                1,
                                maxConnections)
                        .check(
                                userAgent.matches("[ -~]{1,200}"),
                                "user-agent",
                                userAgent,
                                "1 to 200 printable characters");
        allow.forEach(block ->
                settings.check(isBlock(block), "allow", block, "the form 10.0.0.0/8 or fd00::/8"));
        settings.done();
    }

    private static boolean isBlock(String text) {
        try {
            return AddressBlock.parse(text).bits() >= 0;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** These with more blocks that may be reached, and other numbers of connections. */
    OutboundProperties with(List<String> more, int connections, int connectionsPerHost) {
        return new OutboundProperties(
                Stream.concat(allow.stream(), more.stream()).toList(),
                connectTimeout,
                responseTimeout,
                totalTimeout,
                maxRedirects,
                connections,
                connectionsPerHost,
                userAgent);
    }
}
