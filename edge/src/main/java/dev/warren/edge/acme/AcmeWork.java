package dev.warren.edge.acme;

import dev.warren.core.upkeep.Upkeep;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * What is done every few seconds: changes by other nodes are read, orders that are due begin,
 * visitors' wishes are granted or not, and whatever is about to end is warned of. Begins after the
 * doors have opened, and delays nothing; while the database is away, nothing is done.
 */
final class AcmeWork implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(AcmeWork.class);
    private static final int AT_A_TIME = 20;
    private static final Duration UNWANTED = Duration.ofHours(1);
    private static final Duration LOOK_BACK = Duration.ofDays(7);
    private static final Duration RARELY = Duration.ofHours(6);

    private final Parts parts;
    private final AcmeProperties settings;
    private final InstantSource clock;
    private final Upkeep upkeep;

    /** Confined to the upkeep's thread. */
    private boolean configured;

    private Instant rarely = Instant.MIN;

    /** Everybody who works. */
    record Parts(
            Authority authority,
            AcmeNames names,
            CertificateRows rows,
            Challenges challenges,
            AcmeCertificates certificates,
            Claims claims,
            Orders orders,
            OnDemand onDemand,
            RenewalInfos renewals,
            AcmeMetrics metrics) {}

    AcmeWork(Parts parts, AcmeProperties settings, InstantSource clock) {
        this.parts = parts;
        this.settings = settings;
        this.clock = clock;
        this.upkeep = new Upkeep("acme", settings.refresh(), 0, this::run);
    }

    private void run() {
        try {
            once();
        } catch (DataAccessException | TransactionException away) {
            LOG.debug("certificates stay as they are: {}", away.getMessage());
        }
    }

    private void once() {
        if (!configured) {
            configure();
        }
        parts.certificates().refresh();
        parts.orders().keep();
        parts.rows().due(clock.instant(), AT_A_TIME).forEach(this::begin);
        grant();
        parts.renewals().ask();
        Instant now = clock.instant();
        if (now.isAfter(rarely)) {
            rarely = now.plus(RARELY);
            parts.challenges().forgetOld();
            parts.rows().forget(parts.names().configured(), now.minus(LOOK_BACK));
            warn(now);
        }
    }

    private void configure() {
        Instant now = clock.instant();
        int moved = parts.rows().moveTo(parts.authority().directory(), now);
        if (moved > 0) {
            LOG.info(
                    "certificates are ordered anew number={} directory={}",
                    moved,
                    parts.authority().directory());
        }
        parts.rows().configure(parts.names().configured(), parts.authority().directory(), now);
        configured = true;
    }

    private void begin(CertificateRow row) {
        if (parts.names().isWanted(row)) {
            parts.orders().begin(row.name());
        } else {
            parts.rows().putOff(row.name(), clock.instant().plus(UNWANTED));
        }
    }

    private void grant() {
        OnDemand.@Nullable Wish wish = parts.onDemand().next();
        while (wish != null) {
            Claims.Demand outcome = parts.claims().demand(wish.host(), wish.owner());
            parts.metrics().demanded(outcome);
            switch (outcome) {
                case ACCEPTED -> parts.orders().begin(wish.host());
                case KNOWN -> {}
                case RESTING, ACCOUNT_LIMIT, LIMIT -> {
                    parts.onDemand().refused(wish);
                    LOG.info(
                            "certificate not ordered name={} account={} reason={}",
                            wish.host(),
                            wish.owner(),
                            outcome);
                }
            }
            wish = parts.onDemand().next();
        }
    }

    private void warn(Instant now) {
        Instant soon = now.plus(settings.warnBefore());
        for (CertificateRow row : parts.certificates().rows().values()) {
            CertificateRow.Issued issued = row.issued();
            if (issued != null
                    && issued.notAfter().isBefore(soon)
                    && issued.notAfter().isAfter(now)
                    && row.failures() > 0) {
                LOG.warn(
                        "certificate ends soon name={} until={} failures={} problem=\"{}\"",
                        row.name(),
                        issued.notAfter(),
                        row.failures(),
                        row.problem());
            }
        }
    }

    @Override
    public void start() {
        upkeep.start();
        LOG.info(
                "certificates by acme directory={} names={}",
                parts.authority().directory(),
                List.copyOf(parts.names().configured()));
    }

    @Override
    public void stop() {
        upkeep.stop();
        parts.orders().stop();
        parts.authority().close();
    }

    @Override
    public boolean isRunning() {
        return upkeep.isRunning();
    }
}
