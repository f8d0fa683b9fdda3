package dev.warren.edge.acme;

import dev.warren.edge.acme.OrderOutcome.Cause;
import dev.warren.edge.acme.OrderOutcome.Done;
import dev.warren.edge.acme.OrderOutcome.Failed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The orders that this node is at, each on a virtual thread of its own and for a bounded time; how
 * many there are, claims decide.
 */
final class Orders {

    private static final Logger LOG = LoggerFactory.getLogger(Orders.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

    private final OrderRun.Parts parts;
    private final Claims claims;
    private final AcmeMetrics metrics;
    private final Duration longest;
    private final Backoff backoff;
    private final Consumer<Unissued> news;

    /** By name; as many as there may be claims. */
    private final Map<String, Running> running = new ConcurrentHashMap<>();

    private volatile boolean stopping;

    /**
     * An order that failed for now.
     *
     * @param row as it was before
     */
    record Unissued(CertificateRow row, String words, Instant at) {}

    private record Running(Thread thread, Instant until) {}

    /**
     * @param longest how long one may take
     * @param news is told of failures, on the order's thread
     */
    Orders(
            OrderRun.Parts parts,
            Claims claims,
            AcmeMetrics metrics,
            Duration longest,
            Backoff backoff,
            Consumer<Unissued> news) {
        this.parts = parts;
        this.claims = claims;
        this.metrics = metrics;
        this.longest = longest;
        this.backoff = backoff;
        this.news = news;
    }

    /** Begins with a name unless somebody is at it, or too many are. */
    void begin(String name) {
        if (running.containsKey(name) || !claims.take(name)) {
            return;
        }
        metrics.begun();
        Thread thread = Thread.ofVirtual().name("acme-" + name).unstarted(() -> work(name));
        running.put(name, new Running(thread, clock().instant().plus(longest)));
        thread.start();
    }

    /** Keeps the claims of what is at work, and ends what takes too long. */
    void keep() {
        if (running.isEmpty()) {
            return;
        }
        Instant now = clock().instant();
        running.values().stream()
                .filter(one -> now.isAfter(one.until()))
                .forEach(one -> one.thread().interrupt());
        claims.keep(running.keySet());
    }

    /** Ends all; what is not finished is gone on with after the next start. */
    void stop() {
        stopping = true;
        running.values().forEach(one -> one.thread().interrupt());
        Instant end = clock().instant().plus(LONGEST_STOP);
        try {
            for (Running one : running.values()) {
                Duration left = Duration.between(clock().instant(), end);
                if (left.isPositive() && !one.thread().join(left)) {
                    LOG.warn("an order does not end thread={}", one.thread().getName());
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(String name) {
        OrderOutcome outcome = new Failed(Cause.BROKEN, "it is gone", Optional.empty());
        try {
            CertificateRow row = rows().find(name).orElse(null);
            if (row != null) {
                LOG.info(
                        "certificate ordered name={} resumed={} failures={}",
                        name,
                        row.order() != null,
                        row.failures());
                outcome = new OrderRun(parts, row).run();
                // whoever interrupted has been heard; what follows is to be stored
                boolean heard = Thread.interrupted();
                LOG.debug("order over name={} interrupted={}", name, heard);
                store(row, outcome);
            }
        } catch (RuntimeException away) {
            // the claim ends by itself
            LOG.warn("certificate not stored name={} cause=\"{}\"", name, away.toString());
        } finally {
            metrics.ended(outcome);
            running.remove(name);
            release(name);
        }
    }

    private void release(String name) {
        try {
            claims.release(name);
        } catch (RuntimeException away) {
            LOG.debug("claim not released name={} cause={}", name, away.toString());
        }
    }

    private void store(CertificateRow row, OrderOutcome outcome) {
        switch (outcome) {
            case Done(CertificateRow.Issued issued) -> {
                Instant due = RenewalInfos.usual(issued.notBefore(), issued.notAfter());
                rows().issued(
                                row.name(),
                                issued,
                                due,
                                RenewalInfos.first(issued.notBefore(), issued.notAfter()));
                LOG.info(
                        "certificate issued name={} until={} renewal={}",
                        row.name(),
                        issued.notAfter(),
                        due);
            }
            case Failed failed when stopping -> LOG.info("order left as it is name={}", row.name());
            case Failed failed -> {
                if (failed.cause() == Cause.NO_ACCOUNT) {
                    forgetAccount();
                }
                Instant due = backoff.after(failed, row.failures() + 1, clock().instant());
                rows().failed(row.name(), failed.words(), due);
                LOG.warn(
                        "certificate not issued name={} cause={} words=\"{}\" again={}",
                        row.name(),
                        failed.cause().tag(),
                        failed.words(),
                        due);
                news.accept(new Unissued(row, failed.words(), clock().instant()));
            }
        }
    }

    private void forgetAccount() {
        try {
            parts.authority().forgotten();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private CertificateRows rows() {
        return parts.rows();
    }

    private InstantSource clock() {
        return parts.clock();
    }
}
