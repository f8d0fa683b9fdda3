package dev.warren.edge.acme;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Dns01Challenge;

/**
 * A TXT record, the only proof for wildcards.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8555#section-8.4">RFC 8555, 8.4</a>
 */
final class DnsProof implements Proof {

    private final AcmeProperties.Dns settings;
    private final DnsZone zone;

    DnsProof(AcmeProperties.Dns settings, DnsZone zone) {
        this.settings = settings;
        this.zone = zone;
    }

    @Override
    public String kind() {
        return "dns-01";
    }

    @Override
    public boolean suits(String host, boolean wildcard) {
        return settings.holds(host);
    }

    @Override
    public Closeable show(String host, Challenge challenge) throws IOException {
        String name = "_acme-challenge." + host;
        String text = ((Dns01Challenge) challenge).getDigest();
        zone.add(name, text);
        return () -> zone.remove(name, text);
    }

    @Override
    public Duration spread() {
        return settings.propagation();
    }
}
