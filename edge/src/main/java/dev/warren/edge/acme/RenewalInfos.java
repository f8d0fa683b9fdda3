package dev.warren.edge.acme;

import dev.warren.core.secrets.SecretException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.RenewalInfo;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the authority, where it tells, when certificates are best renewed: perhaps today, because
 * they will be revoked. On a virtual thread of its own, a few at a time.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9773">RFC 9773</a>
 */
final class RenewalInfos {

    private static final Logger LOG = LoggerFactory.getLogger(RenewalInfos.class);
    private static final int AT_A_TIME = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration USUAL = Duration.ofHours(6);
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final String AUTHORITY_KEY = "2.5.29.35";

    private final Authority authority;
    private final CertificateRows rows;
    private final InstantSource clock;
    private final RandomGenerator random;

    /** Who asks, and until when it may; null while nobody does. */
    private final AtomicReference<@Nullable Asking> asking = new AtomicReference<>();

    private record Asking(Thread thread, Instant until) {}

    RenewalInfos(
            Authority authority,
            CertificateRows rows,
            InstantSource clock,
            RandomGenerator random) {
        this.authority = authority;
        this.rows = rows;
        this.clock = clock;
        this.random = random;
    }

    /** Whether it has what authorities call certificates by. */
    static boolean isNamed(X509Certificate certificate) {
        return certificate.getExtensionValue(AUTHORITY_KEY) != null;
    }

    /** When a certificate is renewed unless the authority says otherwise: after 2/3 of its life. */
    static Instant usual(Instant notBefore, Instant notAfter) {
        return notBefore.plus(Duration.between(notBefore, notAfter).multipliedBy(2).dividedBy(3));
    }

    /** When the authority is first asked about a new certificate. */
    static Instant first(Instant notBefore, Instant notAfter) {
        Duration early = Duration.between(notBefore, notAfter).dividedBy(20);
        return notBefore.plus(early.compareTo(USUAL) < 0 ? early : USUAL);
    }

    /** Asks about those whose time has come, unless that is being done. */
    void ask() {
        Instant now = clock.instant();
        Asking before = asking.get();
        if (before != null) {
            if (now.isAfter(before.until())) {
                before.thread().interrupt();
            }
            return;
        }
        Thread thread = Thread.ofVirtual().name("acme-renewal-info").unstarted(this::askAll);
        asking.set(new Asking(thread, now.plus(PATIENCE)));
        thread.start();
    }

    private void askAll() {
        try {
            List<CertificateRow> askable =
                    rows.askable(authority.directory(), clock.instant(), AT_A_TIME);
            for (CertificateRow row : askable) {
                if (Thread.interrupted()) {
                    return;
                }
                ask(row);
            }
        } catch (RuntimeException away) {
            LOG.debug("renewal not asked for: {}", away.toString());
        } finally {
            asking.set(null);
        }
    }

    private void ask(CertificateRow row) {
        Instant now = clock.instant();
        try {
            Optional<Answer> answer = answer(row, now);
            rows.advised(
                    row.name(),
                    answer.map(Answer::dueAt).orElse(null),
                    answer.map(Answer::again).orElse(now.plus(LONGEST)));
        } catch (AcmeException | InterruptedException | RuntimeException unanswered) {
            LOG.debug("renewal unknown name={} cause={}", row.name(), unanswered.toString());
            rows.advised(row.name(), null, now.plus(USUAL));
        } catch (SecretException unreadable) {
            rows.advised(row.name(), null, now.plus(LONGEST));
        }
    }

    private record Answer(Instant dueAt, Instant again) {}

    private Optional<Answer> answer(CertificateRow row, Instant now)
            throws AcmeException, InterruptedException, SecretException {
        CertificateRow.Issued issued = row.issued();
        Optional<X509Certificate> certificate =
                issued == null
                        ? Optional.empty()
                        : Chains.read(issued.chain()).stream()
                                .findFirst()
                                .filter(RenewalInfos::isNamed);
        var login = authority.login();
        if (issued == null
                || certificate.isEmpty()
                || login.getSession().resourceUrlOptional(Resource.RENEWAL_INFO).isEmpty()) {
            return Optional.empty();
        }
        RenewalInfo info = login.bindRenewalInfo(certificate.get());
        Instant again = info.fetch().orElse(now.plus(USUAL));
        Instant begin = info.getSuggestedWindowStart();
        Duration window = Duration.between(begin, info.getSuggestedWindowEnd());
        Instant chosen = begin.plusMillis((long) (window.toMillis() * random.nextDouble()));
        return Optional.of(
                new Answer(
                        earlier(chosen, last(issued)),
                        within(again, now.plus(SHORTEST), now.plus(LONGEST))));
    }

    /** However late the authority wants it, a tenth of the life is left for trying again. */
    private static Instant last(CertificateRow.Issued issued) {
        return issued.notAfter()
                .minus(Duration.between(issued.notBefore(), issued.notAfter()).dividedBy(10));
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant within(Instant wanted, Instant least, Instant most) {
        return wanted.isBefore(least) ? least : earlier(wanted, most);
    }
}
