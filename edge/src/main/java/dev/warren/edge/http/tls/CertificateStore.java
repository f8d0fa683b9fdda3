package dev.warren.edge.http.tls;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates in use. A thread of its own looks for changes; event loops read a snapshot that
 * is swapped whole.
 */
final class CertificateStore {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateStore.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

    private final CertificateFolder folder;
    private final Duration every;
    private final String domain;
    private final TlsIdentity last;
    private volatile TlsIdentities current;
    private volatile CountDownLatch stop = new CountDownLatch(0);
    private volatile @Nullable Thread thread;

    /**
     * Reads the folder once.
     *
     * @param every how often it is read again after {@link #start}
     * @param hosts whom the certificate of last resort names, the platform's domain first
     */
    CertificateStore(Path folder, Duration every, List<String> hosts, InstantSource clock) {
        this.folder = new CertificateFolder(folder);
        this.every = every;
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

    /** Reads the folder and takes over what has changed. */
    void look() {
        List<Identity> read = folder.read();
        if (read != null) {
            List<Identity> ordered = new ArrayList<>(read);
            // the sort is stable: a pair that is called default stays before its equals
            ordered.sort(Comparator.comparing(identity -> !identity.covers(domain)));
            current = TlsIdentities.of(ordered, current, last);
        }
    }

    void start() {
        CountDownLatch until = new CountDownLatch(1);
        stop = until;
        thread = Thread.ofVirtual().name("warren-certificates").start(() -> run(until));
    }

    private void run(CountDownLatch until) {
        try {
            while (!until.await(every.toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    look();
                } catch (RuntimeException unexpected) {
                    LOG.error("the certificates could not be looked at", unexpected);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void stop() {
        stop.countDown();
        Thread running = thread;
        try {
            if (running != null && !running.join(LONGEST_STOP)) {
                running.interrupt();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
