package dev.warren.edge.acme;

import dev.warren.core.secrets.SecretBox;
import dev.warren.core.secrets.SecretException;
import dev.warren.edge.acme.CertificateRow.Issued;
import dev.warren.edge.acme.Challenges.Expected;
import dev.warren.edge.acme.Challenges.Kind;
import dev.warren.edge.http.tls.CertificateSource;
import dev.warren.edge.http.tls.Identity;
import dev.warren.edge.http.tls.SelfSigned;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;

/**
 * The certificates and challenges as they were read last: a snapshot for the doors, and the reading
 * of it. While the database is away, it stays as it is.
 */
final class AcmeCertificates implements CertificateSource, InitializingBean {

    private static final Logger LOG = LoggerFactory.getLogger(AcmeCertificates.class);

    /** RFC 8737, 6.1. */
    private static final ASN1ObjectIdentifier VALIDATION =
            new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.31");

    private final CertificateRows rows;
    private final Challenges challenges;
    private final SecretBox secrets;
    private final OnDemand onDemand;
    private final InstantSource clock;

    /** Guards the writing side of {@link #seen}. */
    private final ReentrantLock reading = new ReentrantLock();

    private volatile Seen seen = new Seen(0, Map.of(), List.of(), Map.of(), Map.of());

    /** A certificate that was read, with what it was read from; null when it cannot be used. */
    private record Known(Issued issued, @Nullable Identity identity) {}

    /** All of one moment. */
    private record Seen(
            long revision,
            Map<String, Known> known,
            List<Identity> identities,
            Map<Expected, Optional<Identity>> proofs,
            Map<String, CertificateRow> rows) {}

    AcmeCertificates(
            CertificateRows rows,
            Challenges challenges,
            SecretBox secrets,
            OnDemand onDemand,
            InstantSource clock) {
        this.clock = clock;
        this.rows = rows;
        this.challenges = challenges;
        this.secrets = secrets;
        this.onDemand = onDemand;
    }

    /** The doors open with what there is. */
    @Override
    public void afterPropertiesSet() {
        refresh();
    }

    /** Reads what changed, here or on other nodes; blocks. */
    void refresh() {
        reading.lock();
        try {
            // the number first: a change that commits in between makes the next call read again
            long revision = rows.revision();
            if (revision != seen.revision()) {
                seen = read(revision, seen);
            }
        } finally {
            reading.unlock();
        }
    }

    private Seen read(long revision, Seen before) {
        Map<String, Known> known = new HashMap<>();
        Map<String, CertificateRow> byName = new HashMap<>();
        for (CertificateRow row : rows.all()) {
            byName.put(row.name(), row);
            Issued issued = row.issued();
            if (issued != null) {
                Known last = before.known().get(row.name());
                boolean same = last != null && last.issued().chain().equals(issued.chain());
                known.put(row.name(), same ? last : new Known(issued, open(row.name(), issued)));
            }
        }
        Map<Expected, Optional<Identity>> proofs = new HashMap<>();
        for (Expected one : challenges.all()) {
            Optional<Identity> made = before.proofs().get(one);
            proofs.put(one, made == null ? proof(one) : made);
        }
        List<Identity> identities =
                known.equals(before.known()) ? before.identities() : identities(known.values());
        return new Seen(revision, known, identities, Map.copyOf(proofs), Map.copyOf(byName));
    }

    private static List<Identity> identities(Collection<Known> known) {
        List<Identity> identities = new ArrayList<>();
        for (Known one : known) {
            if (one.identity() != null) {
                identities.add(one.identity());
            }
        }
        return List.copyOf(identities);
    }

    private @Nullable Identity open(String name, Issued issued) {
        List<X509Certificate> chain = Chains.read(issued.chain());
        if (chain.isEmpty()) {
            LOG.warn("certificate not used name={} cause=\"its chain cannot be read\"", name);
            return null;
        }
        try {
            byte[] key = secrets.open(issued.sealedKey(), CertificateRow.keyPlace(name));
            return Identity.of(KeyPairs.fromBytes(key).getPrivate(), chain);
        } catch (SecretException unreadable) {
            LOG.warn("certificate not used name={} cause=\"{}\"", name, unreadable.getMessage());
            return null;
        }
    }

    /** What is shown over TLS; what is shown otherwise needs none. */
    private Optional<Identity> proof(Expected question) {
        if (question.kind() != Kind.TLS) {
            return Optional.empty();
        }
        try {
            byte[] value = new DEROctetString(digest(question.answer())).getEncoded();
            return Optional.of(
                    SelfSigned.create(
                            List.of(question.host()),
                            clock.instant(),
                            new Extension(VALIDATION, true, value)));
        } catch (IOException impossible) {
            throw new IllegalStateException("no certificate for a challenge", impossible);
        }
    }

    private static byte[] digest(String answer) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(answer.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The rows as they were read last, by name. */
    Map<String, CertificateRow> rows() {
        return seen.rows();
    }

    /**
     * What an authority is to be told that asks {@code host} for {@code token}; null for nothing.
     */
    @Nullable String answer(String host, String token) {
        for (Expected one : seen.proofs().keySet()) {
            if (one.kind() == Kind.HTTP && one.host().equals(host) && one.token().equals(token)) {
                return one.answer();
            }
        }
        return null;
    }

    @Override
    public List<Identity> identities() {
        return seen.identities();
    }

    @Override
    public @Nullable Identity challenge(String host) {
        for (Map.Entry<Expected, Optional<Identity>> one : seen.proofs().entrySet()) {
            if (one.getValue().isPresent() && one.getKey().host().equals(host)) {
                return one.getValue().get();
            }
        }
        return null;
    }

    @Override
    public boolean isComing(String host) {
        return onDemand.isComing(host, seen.rows().get(host));
    }
}
