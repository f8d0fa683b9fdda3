package dev.warren.feeds.source;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Feeds in PostgreSQL. Times are its own, so that nodes whose clocks differ agree. Wherever a
 * domain's row and its feeds' are both changed, the domain's is first. Blocks; thread-safe.
 */
final class SourceRows {

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    SourceRows(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /**
     * Whose a feed with credentials is.
     *
     * @param sealed the credentials, encrypted
     * @param key the same for the same account and user
     */
    record Private(long account, byte[] sealed, String key) {}

    /** Makes or finds a feed, and has it fetched at once when it is new or was not followed. */
    long follow(String url, String domain, @Nullable Private mine) {
        Long id =
                transactions.execute(_ -> {
                    dueNow(domain);
                    return insert(url, domain, mine);
                });
        if (id == null) {
            throw new IllegalStateException("a transaction without a result");
        }
        return id;
    }

    private void dueNow(String domain) {
        jdbc.sql(
                        """
                        insert into feeds.domain as d (name, next_at, due_at) values (?, now(), now())
                        on conflict (name) do update set
                            due_at = least(d.due_at, greatest(d.next_at, now()))\
                        """)
                .param(domain)
                .update();
    }

    private long insert(String url, String domain, @Nullable Private mine) {
        return jdbc.sql(
                        """
                        insert into feeds.source as s (url, account_id, credentials, credentials_key,
                            domain, created_at, next_fetch_at)
                        values (:url, :account, :credentials, :key, :domain, now(), now())
                        on conflict (url, credentials_key) do update set
                            followed_at = now(), unused_since = null,
                            credentials = excluded.credentials,
                            next_fetch_at = case
                                when s.unused_since is null and s.failures = 0 then s.next_fetch_at
                                else least(s.next_fetch_at,
                                    greatest(now(), coalesce(s.rest_until, now()),
                                        coalesce(s.checked_at + interval '1 minute', now()))) end
                        returning id
                        """)
                .param("url", url)
                .param("account", mine == null ? null : mine.account(), Types.BIGINT)
                .param("credentials", mine == null ? null : mine.sealed(), Types.BINARY)
                .param("key", mine == null ? "" : mine.key())
                .param("domain", domain)
                .query(Long.class)
                .single();
    }

    /**
     * Has feeds fetched before {@code when}, but none sooner than {@code gap} after it was last
     * asked or before it may be.
     */
    void wantBy(Collection<Long> sources, Instant when, Duration lead, Duration gap) {
        Long[] ids = sources.toArray(Long[]::new);
        transactions.executeWithoutResult(_ -> {
            lockDomains(ids);
            jdbc.sql(
                            """
                            update feeds.source set
                                next_fetch_at = least(next_fetch_at, greatest(now(),
                                    cast(:when as timestamptz) - make_interval(secs => :lead),
                                    coalesce(checked_at + make_interval(secs => :gap), now()),
                                    coalesce(rest_until, now())))
                            where id = any(:ids)
                                and next_fetch_at > cast(:when as timestamptz) - make_interval(secs => :lead)
                            """)
                    .param("ids", ids)
                    .param("when", Timestamp.from(when))
                    .param("lead", lead.toSeconds())
                    .param("gap", gap.toSeconds())
                    .update();
            soonerDomains(ids);
        });
    }

    private void lockDomains(Long[] ids) {
        jdbc.sql(
                        """
                        select name from feeds.domain
                        where name in (select domain from feeds.source where id = any(?))
                        order by name for no key update
                        """)
                .param(ids)
                .query((row, _) -> row.getString(1))
                .list();
    }

    private void soonerDomains(Long[] ids) {
        jdbc.sql(
                        """
                        update feeds.domain d set due_at = greatest(d.next_at, s.first)
                        from (select domain, min(next_fetch_at) as first from feeds.source
                            where id = any(?) and unused_since is null group by domain) s
                        where d.name = s.domain and d.due_at > greatest(d.next_at, s.first)
                        """)
                .param(ids)
                .update();
    }

    List<SourceHealth> health(Collection<Long> sources) {
        return jdbc.sql("select * from feeds.source where id = any(?) order by id")
                .param(sources.toArray(Long[]::new))
                .query((row, _) -> health(row))
                .list();
    }

    private static SourceHealth health(ResultSet row) throws SQLException {
        return new SourceHealth(
                row.getLong("id"),
                row.getString("title"),
                row.getString("url"),
                row.getString("site_url"),
                instant(row, "checked_at"),
                instant(row, "fetched_at"),
                instant(row, "changed_at"),
                row.getTimestamp("next_fetch_at").toInstant(),
                row.getInt("failures"),
                instant(row, "failing_since"),
                Optional.ofNullable(row.getString("problem")),
                row.getBoolean("gone"),
                Optional.ofNullable(row.getString("moved_to")));
    }

    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }
}
