package dev.warren.edge.http.tls;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates in use. Whoever keeps it up looks for changes; event loops read a snapshot that
 * is swapped whole.
 */
final class CertificateStore {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateStore.class);

    private final CertificateFolder folder;
    private final CertificateSource source;
    private final String domain;
    private final TlsIdentity last;

    /** Confined to whoever calls {@link #look}, one after another. */
    private List<Identity> files = List.of();

    private List<Identity> others = List.of();
    private volatile TlsIdentities current;

    /**
     * Reads the folder once.
     *
     * @param hosts whom the certificate of last resort names, the platform's domain first
     * @param source certificates besides those in files
     */
    CertificateStore(
            Path folder, List<String> hosts, CertificateSource source, InstantSource clock) {
        this.folder = new CertificateFolder(folder);
        this.source = source;
        this.domain = hosts.getFirst();
        try {
            this.last = TlsIdentity.of(SelfSigned.create(hosts, clock.instant()));
        } catch (SSLException e) {
            throw new IllegalStateException("TLS does not work in this JVM", e);
        }
        this.current = TlsIdentities.of(List.of(), null, last);
        look();
        if (current.otherwise() == last) {
            LOG.warn(
                    "certificate missing folder={} (expected: NAME.crt and NAME.key); a self-signed one is used until it comes",
                    folder);
        }
    }

    TlsIdentities current() {
        return current;
    }

    CertificateSource source() {
        return source;
    }

    /** Reads the folder and takes over what has changed, there or elsewhere. */
    void look() {
        List<Identity> read = folder.read();
        List<Identity> more = source.identities();
        if (read != null || more != others) {
            files = read == null ? files : read;
            others = more;
            List<Identity> ordered = new ArrayList<>(files);
            ordered.addAll(others);
            // the sort is stable: a pair that is called default stays before its equals
            ordered.sort(Comparator.comparing(identity -> !identity.covers(domain)));
            current = TlsIdentities.of(ordered, current, last);
        }
    }
}
