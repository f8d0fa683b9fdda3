package dev.warren.core.webhooks;

import dev.warren.core.webhooks.WebhookState.Counts;
import dev.warren.core.webhooks.WebhookState.Last;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The webhooks in PostgreSQL, as their owners see and change them. All methods block. */
final class WebhookRows {

    private final JdbcClient jdbc;

    WebhookRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A webhook as it stands.
     *
     * @param target encrypted
     */
    record Row(
            byte[] target,
            Set<String> kinds,
            Optional<String> off,
            Optional<Last> last,
            Optional<Instant> failingSince,
            Instant due,
            Counts counts) {}

    Optional<Row> find(long account, String topic) {
        return jdbc.sql(
                        """
                        select w.*, (select count(*) from core.webhook_events e
                            where e.account_id = w.account_id and e.topic = w.topic) as waiting
                        from core.webhooks w where account_id = ? and topic = ?\
                        """)
                .params(account, topic)
                .query((row, _) -> row(row))
                .optional();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getBytes("target"),
                kinds(row.getArray("kinds")),
                Optional.ofNullable(row.getString("off_reason")),
                last(row),
                ClaimRows.instant(row, "failing_since"),
                row.getObject("due_at", OffsetDateTime.class).toInstant(),
                new Counts(row.getLong("delivered"), row.getLong("waiting"), row.getLong("lost")));
    }

    private static Set<String> kinds(Array kinds) throws SQLException {
        return Set.copyOf(List.of((String[]) kinds.getArray()));
    }

    private static Optional<Last> last(ResultSet row) throws SQLException {
        String result = row.getString("last_result");
        return ClaimRows.instant(row, "last_at").map(at -> new Last(at, String.valueOf(result)));
    }

    /** Begins anew, but for the events that wait. Whoever is at the old address is not heard. */
    void put(long account, String topic, byte[] target, Collection<String> kinds, Instant now) {
        jdbc.sql(
                        """
                        insert into core.webhooks (account_id, topic, target, kinds, created_at, due_at)
                        values (:account, :topic, :target, :kinds, :now, :now)
                        on conflict (account_id, topic) do update set target = excluded.target,
                            kinds = excluded.kinds, created_at = excluded.created_at,
                            due_at = excluded.due_at, off_reason = null, claim = null,
                            claimed_until = null, failures = 0, failing_since = null, last_at = null,
                            last_result = null, delivered = 0, lost = 0\
                        """)
                .param("account", account)
                .param("topic", topic)
                .param("target", target)
                .param("kinds", kinds.toArray(String[]::new))
                .param("now", ClaimRows.at(now))
                .update();
    }

    boolean remove(long account, String topic) {
        return jdbc.sql("delete from core.webhooks where account_id = ? and topic = ?")
                        .params(account, topic)
                        .update()
                > 0;
    }

    /** Whether it may be tested now, {@code pause} after the last time. */
    boolean mayTest(long account, String topic, Duration pause, Instant now) {
        return jdbc.sql(
                                """
                                update core.webhooks set tested_at = :now where account_id = :account
                                and topic = :topic and (tested_at is null or tested_at <= :before)\
                                """)
                        .param("account", account)
                        .param("topic", topic)
                        .param("now", ClaimRows.at(now))
                        .param("before", ClaimRows.at(now.minus(pause)))
                        .update()
                > 0;
    }

    /** Notes how a test ended; one that was accepted has all waiting events go now. */
    void tested(long account, String topic, boolean accepted, String result, Instant now) {
        jdbc.sql(
                        """
                        update core.webhooks set last_at = :now, last_result = :result,
                            off_reason = case when :accepted then null else off_reason end,
                            failures = case when :accepted then 0 else failures end,
                            failing_since = case when :accepted then null else failing_since end,
                            due_at = case when :accepted then :now else due_at end
                        where account_id = :account and topic = :topic\
                        """)
                .param("now", ClaimRows.at(now))
                .param("result", result)
                .param("accepted", accepted)
                .param("account", account)
                .param("topic", topic)
                .update();
    }
}
