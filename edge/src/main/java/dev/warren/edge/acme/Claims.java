package dev.warren.edge.acme;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who works at which name, on all nodes: a row that its node renews for as long as it is at work,
 * and that ends by itself when the node does. All methods block.
 */
final class Claims {

    /** How long a claim lasts that is not renewed. */
    static final Duration LIFE = Duration.ofSeconds(60);

    /** Any number will do, as long as every node takes the same. */
    private static final long LOCK = 0x57_41_52_41_43_4dL;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final AcmeProperties settings;
    private final String node;
    private final InstantSource clock;

    /**
     * @param node what this process is called, and no other
     */
    Claims(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            AcmeProperties settings,
            String node,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.settings = settings;
        this.node = node;
        this.clock = clock;
    }

    /** What came of asking for a certificate of a user's domain. */
    enum Demand {
        /** It may be ordered now. */
        ACCEPTED,
        /** It is there, or somebody is at it. */
        KNOWN,
        /** The last order failed not long ago. */
        RESTING,
        /** The account has, or ordered, as many as it may. */
        ACCOUNT_LIMIT,
        /** There are as many as there may be. */
        LIMIT
    }

    /** Takes a name, unless another node has it or too many are at work. */
    boolean take(String name) {
        return Boolean.TRUE.equals(
                transactions.execute(_ -> {
                    lock();
                    Instant now = clock.instant();
                    jdbc.sql("delete from edge.certificate_claims where until <= ?")
                            .param(CertificateRows.at(now))
                            .update();
                    long running =
                            jdbc.sql("select count(*) from edge.certificate_claims")
                                    .query(Long.class)
                                    .single();
                    return running < settings.maxOrders()
                            && jdbc.sql(
                                                    """
                                                    insert into edge.certificate_claims (name, node, until)
                                                    select name, :node, :until from edge.certificates
                                                    where name = :name and due_at <= :now
                                                    on conflict do nothing\
                                                    """)
                                            .param("name", name)
                                            .param("node", node)
                                            .param("until", CertificateRows.at(now.plus(LIFE)))
                                            .param("now", CertificateRows.at(now))
                                            .update()
                                    > 0;
                }));
    }

    /** Renews what this node has. */
    void keep(Collection<String> names) {
        jdbc.sql("update edge.certificate_claims set until = ? where node = ? and name = any (?)")
                .param(CertificateRows.at(clock.instant().plus(LIFE)))
                .param(node)
                .param(names.toArray(String[]::new))
                .update();
    }

    void release(String name) {
        jdbc.sql("delete from edge.certificate_claims where name = ? and node = ?")
                .param(name)
                .param(node)
                .update();
    }

    /** Makes room for a certificate of a user's domain, within the limits. */
    Demand demand(String host, long owner) {
        Demand outcome =
                transactions.execute(_ -> {
                    lock();
                    return decide(host, owner, clock.instant());
                });
        return outcome == null ? Demand.LIMIT : outcome;
    }

    private Demand decide(String host, long owner, Instant now) {
        record Standing(OptionalLong owner, boolean issued, Instant dueAt, int failures) {}
        var row =
                jdbc.sql(
                                "select account_id, chain is not null, due_at, failures from edge.certificates where name = ?")
                        .param(host)
                        .query((found, _) -> {
                            long id = found.getLong(1);
                            return new Standing(
                                    found.wasNull() ? OptionalLong.empty() : OptionalLong.of(id),
                                    found.getBoolean(2),
                                    found.getObject(3, OffsetDateTime.class).toInstant(),
                                    found.getInt(4));
                        })
                        .optional();
        if (row.isPresent()) {
            Standing there = row.get();
            if (there.issued() || there.owner().isEmpty() || there.failures() == 0) {
                return Demand.KNOWN;
            }
            if (there.dueAt().isAfter(now)) {
                return Demand.RESTING;
            }
        }
        if (count(
                        "select count(*) from edge.acme_orders where account_id = ? and at > ?",
                        owner,
                        now)
                >= settings.onDemand().ordersPerDay()) {
            return Demand.ACCOUNT_LIMIT;
        }
        if (row.isEmpty()) {
            Demand full = full(owner);
            if (full != Demand.ACCEPTED) {
                return full;
            }
        }
        accept(host, owner, now);
        return Demand.ACCEPTED;
    }

    private long count(String sql, long owner, Instant now) {
        return jdbc.sql(sql)
                .param(owner)
                .param(CertificateRows.at(now.minus(Duration.ofDays(1))))
                .query(Long.class)
                .single();
    }

    private Demand full(long owner) {
        long own =
                jdbc.sql("select count(*) from edge.certificates where account_id = ?")
                        .param(owner)
                        .query(Long.class)
                        .single();
        if (own >= settings.onDemand().perAccount()) {
            return Demand.ACCOUNT_LIMIT;
        }
        long all = jdbc.sql("select count(*) from edge.certificates").query(Long.class).single();
        return all >= settings.maxCertificates() ? Demand.LIMIT : Demand.ACCEPTED;
    }

    private void accept(String host, long owner, Instant now) {
        jdbc.sql(
                        """
                        insert into edge.certificates (name, account_id, directory, due_at, created_at)
                        values (:name, :owner, :directory, :now, :now)
                        on conflict (name) do update set account_id = :owner\
                        """)
                .param("name", host)
                .param("owner", owner)
                .param("directory", String.valueOf(settings.directory()))
                .param("now", CertificateRows.at(now))
                .update();
        jdbc.sql("insert into edge.acme_orders (account_id, at) values (?, ?)")
                .param(owner)
                .param(CertificateRows.at(now))
                .update();
    }

    /** Until the transaction ends, no other node counts. */
    private void lock() {
        jdbc.sql("select pg_advisory_xact_lock(?)").param(LOCK).query((_, _) -> true).single();
    }
}
