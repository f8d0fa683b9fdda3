package dev.warren.core.webhooks;

import dev.warren.core.people.AccountName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who is sending to which receiver, in PostgreSQL: each webhook is claimed by one thread of one
 * node at a time, and what came of its attempts is only noted for as long as the claim is good. All
 * methods block.
 */
final class ClaimRows {

    private static final String TAKE =
            """
            with due as (
                select w.account_id, w.topic from core.webhooks w
                where w.off_reason is null and w.due_at <= :now
                    and (w.claimed_until is null or w.claimed_until <= :now)
                    and exists (select from core.accounts a where a.id = w.account_id and not a.suspended)
                    and exists (select from core.webhook_events e where e.account_id = w.account_id
                        and e.topic = w.topic and e.due_at <= :now)
                order by w.due_at limit :most for no key update of w skip locked)
            update core.webhooks w set claim = gen_random_uuid(), claimed_until = :until
            from due join core.accounts a on a.id = due.account_id
            where w.account_id = due.account_id and w.topic = due.topic
            returning w.claim, w.account_id, a.name, w.topic, w.target, w.failures, w.failing_since
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Duration life;

    /**
     * @param life how long a claim is good after it was taken, or something was delivered
     */
    ClaimRows(JdbcClient jdbc, TransactionTemplate transactions, Duration life) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.life = life;
    }

    /**
     * A webhook that something is to be sent to.
     *
     * @param target encrypted
     * @param failures in a row
     * @param failingSince since when; empty when the last attempt succeeded
     */
    record Claim(
            UUID id,
            long account,
            AccountName name,
            String topic,
            byte[] target,
            int failures,
            Optional<Instant> failingSince) {}

    /** An event that is to be sent. */
    record Waiting(long id, Envelope envelope, Instant at, int attempts) {}

    /** Claims webhooks that have something to send, the longest waiting first. */
    List<Claim> take(int most, Instant now) {
        return jdbc.sql(TAKE)
                .param("now", at(now))
                .param("until", at(now.plus(life)))
                .param("most", most)
                .query((row, _) ->
                        new Claim(
                                row.getObject("claim", UUID.class),
                                row.getLong("account_id"),
                                new AccountName(row.getString("name")),
                                row.getString("topic"),
                                row.getBytes("target"),
                                row.getInt("failures"),
                                instant(row, "failing_since")))
                .list();
    }

    void release(Claim claim) {
        jdbc.sql("update core.webhooks set claim = null, claimed_until = null where claim = ?")
                .param(claim.id())
                .update();
    }

    /** The oldest event that may go now; empty when the claim is no longer good. */
    Optional<Waiting> next(Claim claim, Instant now) {
        return jdbc.sql(
                        """
                        select e.id, e.message, e.body, e.at, e.attempts
                        from core.webhooks w join core.webhook_events e using (account_id, topic)
                        where w.claim = ? and e.due_at <= ? order by e.id limit 1\
                        """)
                .params(claim.id(), at(now))
                .query((row, _) ->
                        new Waiting(
                                row.getLong("id"),
                                new Envelope(row.getString("message"), row.getBytes("body")),
                                row.getObject("at", OffsetDateTime.class).toInstant(),
                                row.getInt("attempts")))
                .optional();
    }

    /** Lets a delivered event go. */
    void accepted(Claim claim, Waiting event, String result, Instant now) {
        noting(
                claim,
                () -> {
                    delete("id = ?", event.id());
                    jdbc.sql(
                                    """
                                    update core.webhooks set delivered = delivered + 1, failures = 0,
                                        failing_since = null, last_at = :now, last_result = :result,
                                        due_at = :now, claimed_until = :until
                                    where claim = :claim\
                                    """)
                            .param("result", result)
                            .param("now", at(now))
                            .param("until", at(now.plus(life)))
                            .param("claim", claim.id())
                            .update();
                    return 0;
                });
    }

    /**
     * An event that did not get through.
     *
     * @param again when the next attempt may be made
     * @param giveUp events from before that are lost
     */
    record Failure(Waiting event, String result, Instant again, Instant giveUp) {}

    /**
     * Puts an event aside, so that others pass it, unless it is too old.
     *
     * @return how many are lost
     */
    int refused(Claim claim, Failure failure, Instant now) {
        Waiting event = failure.event();
        return noting(
                claim,
                () -> {
                    boolean tooOld = event.at().isBefore(failure.giveUp());
                    int lost = tooOld ? delete("id = ?", event.id()) : 0;
                    jdbc.sql(
                                    "update core.webhook_events set attempts = attempts + 1, due_at = ? where id = ?")
                            .params(at(failure.again()), event.id())
                            .update();
                    failed(claim, failure.result(), lost, now);
                    return lost;
                });
    }

    /**
     * Has all events wait, but for those that are too old.
     *
     * @return how many are lost
     */
    int failed(Claim claim, Failure failure, Instant now) {
        return noting(
                claim,
                () -> {
                    int lost =
                            delete(
                                    "account_id = ? and topic = ? and at < ?",
                                    claim.account(),
                                    claim.topic(),
                                    at(failure.giveUp()));
                    jdbc.sql("update core.webhook_events set attempts = attempts + 1 where id = ?")
                            .param(failure.event().id())
                            .update();
                    failed(claim, failure.result(), lost, now);
                    jdbc.sql(
                                    "update core.webhooks set failures = failures + 1, due_at = ? where claim = ?")
                            .params(at(failure.again()), claim.id())
                            .update();
                    return lost;
                });
    }

    /**
     * Sends nothing any more.
     *
     * @return how many events are lost
     */
    int switchOff(Claim claim, String result, String reason, Instant now) {
        return noting(
                claim,
                () -> {
                    int lost =
                            delete("account_id = ? and topic = ?", claim.account(), claim.topic());
                    failed(claim, result, lost, now);
                    jdbc.sql("update core.webhooks set off_reason = ? where claim = ?")
                            .params(reason, claim.id())
                            .update();
                    return lost;
                });
    }

    private void failed(Claim claim, String result, int lost, Instant now) {
        jdbc.sql(
                        """
                        update core.webhooks set lost = lost + :lost,
                            failing_since = coalesce(failing_since, :now),
                            last_at = :now, last_result = :result, due_at = :now
                        where claim = :claim\
                        """)
                .param("lost", lost)
                .param("now", at(now))
                .param("result", result)
                .param("claim", claim.id())
                .update();
    }

    private int delete(String which, Object... values) {
        return jdbc.sql("delete from core.webhook_events where " + which).params(values).update();
    }

    /** In one transaction, and only while the claim is good. */
    private int noting(Claim claim, IntSupplier notes) {
        Integer lost =
                transactions.execute(_ -> {
                    boolean good =
                            !jdbc.sql(
                                            "select 1 from core.webhooks where claim = ? for no key update")
                                    .param(claim.id())
                                    .query()
                                    .listOfRows()
                                    .isEmpty();
                    return good ? notes.getAsInt() : 0;
                });
        return lost == null ? 0 : lost;
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }
}
