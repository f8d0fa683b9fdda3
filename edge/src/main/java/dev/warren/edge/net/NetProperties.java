package dev.warren.edge.net;

import dev.warren.core.Settings;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The event loops of the data plane, and what stands in front of its doors.
 *
 * @param transport how sockets are polled: {@code auto} takes epoll where there is one
 * @param threads event loop threads, 0 for one a processor, but no more than 16
 * @param proxyProtocol proxies that tell whom their connections are for
 */
@Validated
@ConfigurationProperties("warren.net")
public record NetProperties(
        @DefaultValue("auto") Transport transport,
        @DefaultValue("0") @Min(0) @Max(256) int threads,
        @DefaultValue ProxyProtocolSettings proxyProtocol) {

    /** The kernel interface under the event loops. */
    public enum Transport {
        AUTO,
        EPOLL,
        NIO
    }

    /** What connections come to. */
    public enum Door {
        HTTP,
        HTTPS,
        SSH,
        /** The ports of TCP tunnels. */
        TCP;

        /** The word for it in settings and metrics. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Proxies that tell whom their connections are for.
     *
     * @param from addresses and networks ({@code 10.0.0.0/8}) whose connections begin with a header
     *     of the PROXY protocol, version 1 or 2, and are refused without one; nobody else's header
     *     is believed
     * @param timeout how long that header may take to come
     * @param doors the doors that they stand in front of
     */
    public record ProxyProtocolSettings(
            @DefaultValue List<String> from,
            @DefaultValue("5s") Duration timeout,
            @DefaultValue({"http", "https", "ssh", "tcp"}) Set<Door> doors) {

        public ProxyProtocolSettings {
            from = List.copyOf(from);
            doors = Set.copyOf(doors);
            Settings.of("warren.net.proxy-protocol")
                    .between("timeout", timeout, Duration.ofMillis(100), Duration.ofMinutes(1))
                    .done();
        }
    }
}
