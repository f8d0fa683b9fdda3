package dev.warren.edge.acme;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Update;

/**
 * Texts in a zone, by dynamic updates to its name server, over TCP. Methods block.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2136">RFC 2136</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8945">RFC 8945</a>
 */
final class DnsZone {

    private static final int USUAL_PORT = 53;
    private static final int SECONDS = 60;

    private final AcmeProperties.Dns settings;
    private final Duration timeout;

    DnsZone(AcmeProperties.Dns settings, Duration timeout) {
        this.settings = settings;
        this.timeout = timeout;
    }

    /** Adds one text; others of the name stay. */
    void add(String name, String text) throws IOException {
        Update update = new Update(zone());
        update.add(record(name, text));
        send(update, name);
    }

    /** Removes that text alone. */
    void remove(String name, String text) throws IOException {
        Update update = new Update(zone());
        update.delete(record(name, text));
        send(update, name);
    }

    private Name zone() throws IOException {
        return Name.fromString(settings.zone() + ".");
    }

    private static TXTRecord record(String name, String text) throws IOException {
        return new TXTRecord(Name.fromString(name + "."), DClass.IN, SECONDS, text);
    }

    private void send(Update update, String name) throws IOException {
        SimpleResolver server = new SimpleResolver(address());
        server.setTCP(true);
        server.setTimeout(timeout);
        if (settings.keyName() != null) {
            server.setTSIGKey(
                    new TSIG(settings.keyAlgorithm(), settings.keyName(), settings.keySecret()));
        }
        int answer;
        try {
            Message response = server.send(update);
            answer = response.getRcode();
        } catch (IOException silent) {
            throw new IOException(
                    "name server %s does not take an update of %s: %s"
                            .formatted(settings.server(), name, silent.getMessage()),
                    silent);
        }
        if (answer != Rcode.NOERROR) {
            throw new IOException(
                    "name server %s refuses an update of %s: %s"
                            .formatted(settings.server(), name, Rcode.string(answer)));
        }
    }

    private InetSocketAddress address() {
        URI place = URI.create("dns://" + Objects.requireNonNull(settings.server()));
        return new InetSocketAddress(
                place.getHost(), place.getPort() < 0 ? USUAL_PORT : place.getPort());
    }
}
