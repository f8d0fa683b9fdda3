package dev.warren.edge.acme;

import dev.warren.core.secrets.SecretBox;
import dev.warren.core.secrets.SecretException;
import dev.warren.edge.acme.CertificateRow.Issued;
import dev.warren.edge.acme.CertificateRow.Pending;
import dev.warren.edge.acme.OrderOutcome.Refused;
import dev.warren.edge.http.tls.Identity;
import java.io.Closeable;
import java.io.IOException;
import java.io.StringWriter;
import java.net.MalformedURLException;
import java.net.URI;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Certificate;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.OrderBuilder;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;

/**
 * One order from where it stands to its end. What is needed to go on with it is stored before each
 * step, so that a crash costs no second order. Blocks on its own virtual thread; an interrupt ends
 * it.
 */
final class OrderRun {

    private static final Duration SHORTEST_POLL = Duration.ofMillis(250);
    private static final int DOUBLINGS = 4;
    private static final Duration LONGEST_POLL = Duration.ofSeconds(15);

    private final Parts parts;
    private final CertificateRow row;

    /** What all orders work with. */
    record Parts(
            Authority authority,
            CertificateRows rows,
            SecretBox secrets,
            List<Proof> proofs,
            InstantSource clock) {

        Parts {
            proofs = List.copyOf(proofs);
        }
    }

    private record Begun(Order order, KeyPair key) {}

    OrderRun(Parts parts, CertificateRow row) {
        this.parts = parts;
        this.row = row;
    }

    /** Works until there is a certificate, or a reason why not. */
    OrderOutcome run() {
        try {
            return new OrderOutcome.Done(finish(begin(parts.authority().login())));
        } catch (Refused refused) {
            parts.rows().dropOrder(row.name());
            return OrderOutcome.of(refused);
        } catch (AcmeException
                | SecretException
                | IOException
                | InterruptedException
                | RuntimeException failed) {
            return OrderOutcome.of(failed);
        }
    }

    /** The order that was begun before, if it is of use still; else a new one. */
    private Begun begin(Login login) throws AcmeException, IOException {
        Pending before = row.order();
        Begun resumed = before == null ? null : resume(login, before);
        if (resumed != null) {
            return resumed;
        }
        KeyPair key = KeyPairs.create();
        Order order = create(login);
        parts.rows()
                .ordered(
                        row.name(),
                        new Pending(
                                order.getLocation().toString(),
                                parts.secrets()
                                        .seal(
                                                KeyPairs.toBytes(key),
                                                CertificateRow.orderKeyPlace(row.name()))));
        return new Begun(order, key);
    }

    private @Nullable Begun resume(Login login, Pending before)
            throws AcmeException, MalformedURLException {
        KeyPair key;
        try {
            key =
                    KeyPairs.fromBytes(
                            parts.secrets()
                                    .open(
                                            before.sealedKey(),
                                            CertificateRow.orderKeyPlace(row.name())));
        } catch (SecretException unreadable) {
            return null;
        }
        Order order = login.bindOrder(URI.create(before.url()).toURL());
        try {
            order.fetch();
        } catch (AcmeRateLimitedException later) {
            throw later;
        } catch (AcmeServerException gone) {
            return null;
        }
        return switch (order.getStatus()) {
            case PENDING, READY, PROCESSING, VALID -> new Begun(order, key);
            case INVALID, DEACTIVATED, EXPIRED, REVOKED, CANCELED, UNKNOWN -> null;
        };
    }

    private Order create(Login login) throws AcmeException {
        Optional<X509Certificate> replaced = replaceable(login);
        if (replaced.isPresent()) {
            try {
                return builder(login).replaces(replaced.get()).create();
            } catch (AcmeRateLimitedException later) {
                throw later;
            } catch (AcmeServerException notThatOne) {
                // of another authority, or replaced already; it is only advice
            }
        }
        return builder(login).create();
    }

    private OrderBuilder builder(Login login) {
        return login.newOrder().domain(row.name());
    }

    /** The certificate that this order is to replace, where the authority wants to know. */
    private Optional<X509Certificate> replaceable(Login login) throws AcmeException {
        Issued issued = row.issued();
        if (issued == null
                || login.getSession().resourceUrlOptional(Resource.RENEWAL_INFO).isEmpty()) {
            return Optional.empty();
        }
        return Chains.read(issued.chain()).stream().findFirst().filter(RenewalInfos::isNamed);
    }

    private Issued finish(Begun begun)
            throws AcmeException, Refused, IOException, InterruptedException {
        Order order = begun.order();
        int looks = 0;
        while (true) {
            Status before = order.getStatus();
            switch (before) {
                case PENDING -> prove(order);
                case READY -> order.execute(begun.key());
                case PROCESSING -> {}
                case VALID -> {
                    return take(order, begun.key());
                }
                case INVALID, DEACTIVATED, EXPIRED, REVOKED, CANCELED, UNKNOWN ->
                        throw new Refused(
                                order.getError().map(OrderRun::words).orElse("the order failed"));
            }
            Optional<Instant> again = order.fetch();
            if (order.getStatus() == before) {
                pause(until(again, looks++));
            }
        }
    }

    private void prove(Order order)
            throws AcmeException, Refused, IOException, InterruptedException {
        for (Authorization authorization : order.getAuthorizations()) {
            if (authorization.getStatus() == Status.PENDING) {
                prove(authorization);
            }
        }
    }

    private void prove(Authorization authorization)
            throws AcmeException, Refused, IOException, InterruptedException {
        String host = authorization.getIdentifier().getDomain();
        List<Proof> usable =
                parts.proofs().stream()
                        .filter(proof -> proof.suits(host, authorization.isWildcard()))
                        .filter(proof -> authorization.findChallenge(proof.kind()).isPresent())
                        .toList();
        if (usable.isEmpty()) {
            throw new Refused(
                    "%s: cannot be proved (expected: one of %s to be possible)"
                            .formatted(
                                    row.name(),
                                    authorization.getChallenges().stream()
                                            .map(Challenge::getType)
                                            .toList()));
        }
        // what did not work the last time may be blocked on the way
        prove(authorization, host, usable.get(row.failures() % usable.size()));
    }

    private void prove(Authorization authorization, String host, Proof proof)
            throws AcmeException, Refused, IOException, InterruptedException {
        Challenge challenge = authorization.findChallenge(proof.kind()).orElseThrow();
        try (Closeable shown = proof.show(host, challenge)) {
            pause(proof.spread());
            challenge.trigger();
            Optional<Instant> again = Optional.empty();
            for (int looks = 0; authorization.getStatus() == Status.PENDING; looks++) {
                pause(until(again, looks));
                again = authorization.fetch();
            }
        }
        if (authorization.getStatus() != Status.VALID) {
            throw new Refused(
                    authorization
                            .findChallenge(proof.kind())
                            .flatMap(Challenge::getError)
                            .map(problem -> proof.kind() + ": " + words(problem))
                            .orElse(proof.kind() + ": the authority saw no proof"));
        }
    }

    private Issued take(Order order, KeyPair key) throws Refused, IOException {
        Certificate certificate = order.getCertificate();
        X509Certificate first = certificate.getCertificate();
        if (!first.getPublicKey().equals(key.getPublic())
                || !Identity.of(key.getPrivate(), List.of(first)).names().contains(row.name())) {
            throw new Refused("the authority sent a certificate that was not asked for");
        }
        StringWriter chain = new StringWriter();
        certificate.writeCertificate(chain);
        return new Issued(
                chain.toString(),
                parts.secrets().seal(KeyPairs.toBytes(key), CertificateRow.keyPlace(row.name())),
                first.getNotBefore().toInstant(),
                first.getNotAfter().toInstant());
    }

    private static String words(Problem problem) {
        return problem.getDetail().orElseGet(() -> problem.getType().toString());
    }

    /** As long as the authority wants, within reason; each time longer when it does not say. */
    private Duration until(Optional<Instant> again, int looks) {
        Duration wanted =
                again.map(when -> Duration.between(parts.clock().instant(), when))
                        .orElse(SHORTEST_POLL.multipliedBy(1L << Math.min(looks, DOUBLINGS)));
        if (wanted.compareTo(SHORTEST_POLL) < 0) {
            return SHORTEST_POLL;
        }
        return wanted.compareTo(LONGEST_POLL) > 0 ? LONGEST_POLL : wanted;
    }

    private static void pause(Duration time) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new IllegalStateException("nobody counts down");
        }
    }
}
