package dev.warren.core.outbound;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.DnsResolver;

/** Outbound clients for tests, here and in other modules, that know no names but the given ones. */
public final class OutboundFixture {

    private OutboundFixture() {}

    /**
     * Clients.
     *
     * @param names addresses by host name
     * @param allow private addresses that may be reached
     * @param wait for the other side's next bytes
     */
    public static OutboundClients clients(
            Map<String, String> names, List<String> allow, Duration wait, MeterRegistry meters) {
        OutboundProperties properties =
                new OutboundProperties(
                        allow,
                        Duration.ofSeconds(2),
                        wait,
                        Duration.ofSeconds(10),
                        3,
                        16,
                        8,
                        "Warren");
        return new OutboundClients(properties, meters, new Names(names));
    }

    private record Names(Map<String, String> names) implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            String address = names.get(host);
            boolean literal = host.matches("[0-9.]+");
            if (address == null && !literal) {
                throw new UnknownHostException(host);
            }
            return new InetAddress[] {InetAddress.getByName(literal ? host : address)};
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
