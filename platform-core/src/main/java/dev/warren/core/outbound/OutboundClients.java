package dev.warren.core.outbound;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Makes clients of their own for parts that talk to the same few servers a lot. No two of them
 * share a connection, so one that may reach private addresses lends none to one that may not.
 * Thread-safe; the caller closes what it made.
 */
public final class OutboundClients {

    /** Networks of one's own; not among them is 169.254.0.0/16, where clouds keep secrets. */
    private static final List<String> PRIVATE =
            List.of(
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "172.16.0.0/12",
                    "192.168.0.0/16",
                    "::1",
                    "fc00::/7");

    private final OutboundProperties properties;
    private final MeterRegistry meters;
    private final DnsResolver names;

    OutboundClients(OutboundProperties properties, MeterRegistry meters, DnsResolver names) {
        this.properties = properties;
        this.meters = meters;
        this.names = names;
    }

    /** Which addresses a client may connect to. */
    public enum Reach {
        /** Those that the public internet routes, and {@code warren.outbound.allow}. */
        PUBLIC,
        /** Private networks and this machine besides. */
        PRIVATE
    }

    /**
     * A client.
     *
     * @param connections at most
     * @param connectionsPerHost at most, to one host
     */
    public OutboundHttp open(Reach reach, int connections, int connectionsPerHost) {
        List<String> more =
                switch (reach) {
                    case PUBLIC -> List.of();
                    case PRIVATE -> PRIVATE;
                };
        return new OutboundHttp(
                properties.with(more, connections, connectionsPerHost), meters, names);
    }
}
