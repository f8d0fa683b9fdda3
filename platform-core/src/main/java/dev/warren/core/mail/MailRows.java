package dev.warren.core.mail;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Mails that wait, in PostgreSQL: each is claimed by one thread of one node at a time, at most one
 * of a domain in each pause, and what came of it is only noted while the claim is good. All methods
 * block.
 */
final class MailRows {

    /** Locks the domains whose turn it is, and takes the longest waiting mail of each. */
    private static final String TAKE =
            """
            with turn as (
                select d.name from core.mail_domains d
                where d.due_at <= :now and exists (
                    select from core.mails m where m.domain = d.name and m.state = 'waiting'
                        and m.due_at <= :now
                        and (m.claimed_until is null or m.claimed_until <= :now))
                order by d.due_at limit :most for no key update of d skip locked),
            picked as (
                select first.id, turn.name from turn cross join lateral (
                    select m.id from core.mails m where m.domain = turn.name
                        and m.state = 'waiting' and m.due_at <= :now
                        and (m.claimed_until is null or m.claimed_until <= :now)
                    order by m.due_at, m.id limit 1) first),
            paced as (
                update core.mail_domains d set due_at = :next from picked where d.name = picked.name)
            update core.mails m set claim = gen_random_uuid(), claimed_until = :until
            from picked where m.id = picked.id and m.state = 'waiting'
                and (m.claimed_until is null or m.claimed_until <= :now)
            returning m.claim, m.id, m.topic, m.key, m.recipient, m.size, m.attempts, m.created_at
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    MailRows(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** A mail that is to be sent now. */
    record Claim(
            UUID claim,
            long id,
            String topic,
            String key,
            MailAddress to,
            int size,
            int attempts,
            Instant createdAt) {}

    boolean insert(OutgoingMail mail, Instant now) {
        jdbc.sql(
                        "insert into core.mail_domains (name, due_at) values (?, ?) on conflict do nothing")
                .params(mail.to().domain(), at(now))
                .update();
        return jdbc.sql(
                                """
                                insert into core.mails (topic, key, account_id, recipient, domain,
                                    message, size, created_at, due_at, changed_at)
                                values (:topic, :key, :account, :to, :domain, :message, :size,
                                    :now, :now, :now)
                                on conflict (topic, key) do nothing\
                                """)
                        .param("topic", mail.topic())
                        .param("key", mail.key())
                        .param("account", mail.account())
                        .param("to", mail.to().value())
                        .param("domain", mail.to().domain())
                        .param("message", mail.message())
                        .param("size", mail.message().length)
                        .param("now", at(now))
                        .update()
                > 0;
    }

    int queuedSince(String topic, long account, Instant since) {
        return jdbc.sql(
                        "select count(*) from core.mails where topic = ? and account_id = ? and created_at > ?")
                .params(topic, account, at(since))
                .query(Integer.class)
                .single();
    }

    List<MailState> states(String topic, String keyPrefix, int most) {
        return jdbc.sql(
                        """
                        select key, state, attempts, changed_at, result from core.mails
                        where topic = ? and starts_with(key, ?) order by id desc limit ?\
                        """)
                .params(topic, keyPrefix, most)
                .query((row, _) ->
                        new MailState(
                                row.getString("key"),
                                MailState.Stage.of(row.getString("state")),
                                row.getInt("attempts"),
                                instant(row, "changed_at"),
                                row.getString("result")))
                .list();
    }

    /**
     * Claims mails, the longest waiting first.
     *
     * @param life how long the claims are good
     * @param pause until the next mail to the same domains
     */
    List<Claim> take(int most, Duration life, Duration pause, Instant now) {
        return jdbc.sql(TAKE)
                .param("now", at(now))
                .param("until", at(now.plus(life)))
                .param("next", at(now.plus(pause)))
                .param("most", most)
                .query((row, _) ->
                        new Claim(
                                row.getObject("claim", UUID.class),
                                row.getLong("id"),
                                row.getString("topic"),
                                row.getString("key"),
                                new MailAddress(row.getString("recipient")),
                                row.getInt("size"),
                                row.getInt("attempts"),
                                instant(row, "created_at")))
                .list();
    }

    /** The bytes of a claimed mail; empty when the claim is no longer good. */
    Optional<byte[]> message(Claim claim) {
        return jdbc.sql("select message from core.mails where id = ? and claim = ?")
                .params(claim.id(), claim.claim())
                .query((row, _) -> row.getBytes("message"))
                .optional();
    }

    /** Lets a mail wait until {@code again}. */
    void postpone(Claim claim, boolean attempted, String result, Instant again, Instant now) {
        jdbc.sql(
                        """
                        update core.mails set claim = null, claimed_until = null, due_at = :again,
                            attempts = attempts + :more, result = :result, changed_at = :now
                        where id = :id and claim = :claim\
                        """)
                .param("again", at(again))
                .param("more", attempted ? 1 : 0)
                .param("result", result)
                .param("now", at(now))
                .param("id", claim.id())
                .param("claim", claim.claim())
                .update();
    }

    /**
     * Is done with a mail, whose bytes go.
     *
     * @param andThen runs in the same transaction, if the claim was good
     */
    void done(
            Claim claim,
            MailState.Stage stage,
            String result,
            Instant now,
            Consumer<Claim> andThen) {
        transactions.executeWithoutResult(_ -> {
            int rows =
                    jdbc.sql(
                                    """
                                    update core.mails set claim = null, claimed_until = null,
                                        state = :state, message = null, attempts = attempts + 1,
                                        result = :result, changed_at = :now
                                    where id = :id and claim = :claim\
                                    """)
                            .param("state", stage.word())
                            .param("result", result)
                            .param("now", at(now))
                            .param("id", claim.id())
                            .param("claim", claim.claim())
                            .update();
            if (rows > 0) {
                andThen.accept(claim);
            }
        });
    }

    /** A mail that was handed over and came back. */
    record Returned(String topic, String key, MailAddress to) {}

    /**
     * Notes that a mail which was handed over did not arrive.
     *
     * @param andThen runs in the same transaction
     * @return empty when there is no such mail, or it is known of it already
     */
    Optional<Returned> returned(
            long id,
            MailState.Stage stage,
            String result,
            Instant now,
            Consumer<Returned> andThen) {
        Optional<Returned> noted =
                transactions.execute(_ -> {
                    Optional<Returned> mail =
                            jdbc.sql(
                                            """
                                            update core.mails set state = :state, result = :result, changed_at = :now
                                            where id = :id and state = 'sent' returning topic, key, recipient
                                            """)
                                    .param("state", stage.word())
                                    .param("result", result)
                                    .param("now", at(now))
                                    .param("id", id)
                                    .query((row, _) ->
                                            new Returned(
                                                    row.getString("topic"),
                                                    row.getString("key"),
                                                    new MailAddress(row.getString("recipient"))))
                                    .optional();
                    mail.ifPresent(andThen);
                    return mail;
                });
        return noted == null ? Optional.empty() : noted;
    }

    /** Forgets mails that were done with before {@code before}, and domains without mails. */
    void forget(Instant before) {
        jdbc.sql("delete from core.mails where state <> 'waiting' and changed_at < ?")
                .param(at(before))
                .update();
        jdbc.sql(
                        """
                        delete from core.mail_domains d where d.due_at < ? and not exists (
                            select from core.mails m where m.domain = d.name and m.state = 'waiting')\
                        """)
                .param(at(before))
                .update();
    }

    /** How many wait. */
    long waiting() {
        return jdbc.sql("select count(*) from core.mails where state = 'waiting'")
                .query(Long.class)
                .single();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
