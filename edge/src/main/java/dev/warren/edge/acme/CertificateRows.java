package dev.warren.edge.acme;

import dev.warren.edge.acme.CertificateRow.Issued;
import dev.warren.edge.acme.CertificateRow.Pending;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The certificates in PostgreSQL, as they stand. All methods block. */
final class CertificateRows {

    private static final String COLUMNS =
            "name, account_id, directory, chain, key, not_before, not_after, due_at, failures, problem, order_url, order_key";

    private final JdbcClient jdbc;

    CertificateRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Grows with every change of certificates and challenges. */
    long revision() {
        return jdbc.sql("select revision from edge.certificates_revision")
                .query(Long.class)
                .single();
    }

    List<CertificateRow> all() {
        return jdbc.sql("select " + COLUMNS + " from edge.certificates order by name")
                .query(CertificateRows::row)
                .list();
    }

    Optional<CertificateRow> find(String name) {
        return jdbc.sql("select " + COLUMNS + " from edge.certificates where name = ?")
                .param(name)
                .query(CertificateRows::row)
                .optional();
    }

    /**
     * Those that may be ordered now and that nobody is at, the longest waiting first; but for
     * users' domains that never had one and failed, which wait for a visitor.
     */
    List<CertificateRow> due(Instant now, int most) {
        return jdbc.sql(
                        """
                        select %s from edge.certificates c where due_at <= :now
                        and (chain is not null or account_id is null or failures = 0)
                        and not exists (select from edge.certificate_claims l where l.name = c.name and l.until > :now)
                        order by due_at limit :most\
                        """
                                .formatted(COLUMNS))
                .param("now", at(now))
                .param("most", most)
                .query(CertificateRows::row)
                .list();
    }

    /** Adds names of the settings, and makes those of users the settings' own. */
    void configure(Collection<String> names, String directory, Instant now) {
        for (String name : names) {
            jdbc.sql(
                            """
                            insert into edge.certificates (name, directory, due_at, created_at)
                            values (:name, :directory, :now, :now) on conflict (name) do nothing\
                            """)
                    .param("name", name)
                    .param("directory", directory)
                    .param("now", at(now))
                    .update();
            jdbc.sql(
                            "update edge.certificates set account_id = null where name = ? and account_id is not null")
                    .param(name)
                    .update();
        }
    }

    /** Has everything ordered anew that came from another authority. */
    int moveTo(String directory, Instant now) {
        return jdbc.sql(
                        """
                        update edge.certificates set directory = :directory, due_at = :now, failures = 0,
                        problem = null, order_url = null, order_key = null, renewal_info_at = null
                        where directory <> :directory\
                        """)
                .param("directory", directory)
                .param("now", at(now))
                .update();
    }

    /** Has one ordered anew at once; says whether there is such a name. */
    boolean renew(String name, Instant now) {
        return jdbc.sql(
                                "update edge.certificates set due_at = ?, failures = 0, problem = null where name = ?")
                        .param(at(now))
                        .param(name)
                        .update()
                > 0;
    }

    /** Notes an order before it is worked at, so that it is gone on with after a crash. */
    void ordered(String name, Pending order) {
        jdbc.sql("update edge.certificates set order_url = ?, order_key = ? where name = ?")
                .param(order.url())
                .param(order.sealedKey())
                .param(name)
                .update();
    }

    /** Forgets an order that is of no use any more. */
    void dropOrder(String name) {
        jdbc.sql("update edge.certificates set order_url = null, order_key = null where name = ?")
                .param(name)
                .update();
    }

    void issued(String name, Issued issued, Instant dueAt, Instant infoAt) {
        jdbc.sql(
                        """
                        update edge.certificates set chain = :chain, key = :key, not_before = :begin, not_after = :end,
                        due_at = :due, renewal_info_at = :info, failures = 0, problem = null,
                        order_url = null, order_key = null where name = :name\
                        """)
                .param("chain", issued.chain())
                .param("key", issued.sealedKey())
                .param("begin", at(issued.notBefore()))
                .param("end", at(issued.notAfter()))
                .param("due", at(dueAt))
                .param("info", at(infoAt))
                .param("name", name)
                .update();
    }

    void failed(String name, String problem, Instant dueAt) {
        jdbc.sql(
                        """
                        update edge.certificates set failures = failures + 1, problem = :problem, due_at = :due
                        where name = :name\
                        """)
                .param("problem", problem)
                .param("due", at(dueAt))
                .param("name", name)
                .update();
    }

    /** Puts an order off without calling it a failure. */
    void putOff(String name, Instant dueAt) {
        jdbc.sql("update edge.certificates set due_at = ? where name = ?")
                .param(at(dueAt))
                .param(name)
                .update();
    }

    /** Those whose authority is to be asked when to renew. */
    List<CertificateRow> askable(String directory, Instant now, int most) {
        return jdbc.sql(
                        """
                        select %s from edge.certificates where renewal_info_at <= :now and chain is not null
                        and directory = :directory and due_at > :now order by renewal_info_at limit :most\
                        """
                                .formatted(COLUMNS))
                .param("now", at(now))
                .param("directory", directory)
                .param("most", most)
                .query(CertificateRows::row)
                .list();
    }

    void advised(String name, @Nullable Instant dueAt, Instant infoAt) {
        jdbc.sql(
                        """
                        update edge.certificates set due_at = coalesce(:due, due_at), renewal_info_at = :info
                        where name = :name\
                        """)
                .param(
                        "due",
                        dueAt == null ? null : at(dueAt),
                        java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .param("info", at(infoAt))
                .param("name", name)
                .update();
    }

    /** Removes what ended, or never began, before {@code before}, but for {@code kept}. */
    void forget(Collection<String> kept, Instant before) {
        jdbc.sql(
                        """
                        delete from edge.certificates
                        where coalesce(not_after, greatest(created_at, due_at)) < ? and name <> all (?)\
                        """)
                .param(at(before))
                .param(kept.toArray(String[]::new))
                .update();
        jdbc.sql("delete from edge.acme_orders where at < ?").param(at(before)).update();
    }

    private static CertificateRow row(ResultSet row, int number) throws SQLException {
        long owner = row.getLong("account_id");
        OptionalLong whose = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(owner);
        String chain = row.getString("chain");
        String order = row.getString("order_url");
        return new CertificateRow(
                row.getString("name"),
                whose,
                row.getString("directory"),
                chain == null
                        ? null
                        : new Issued(
                                chain,
                                row.getBytes("key"),
                                instant(row, "not_before"),
                                instant(row, "not_after")),
                instant(row, "due_at"),
                row.getInt("failures"),
                row.getString("problem"),
                order == null ? null : new Pending(order, row.getBytes("order_key")));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
