package dev.warren.feeds.digest;

import dev.warren.core.mail.MailAddress;
import dev.warren.core.people.AccountName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Digests in PostgreSQL. All methods block. */
final class DigestRows {

    private static final String SELECT =
            "select d.*, a.name as owner from feeds.digest d join core.accounts a on a.id = d.account_id where ";

    /**
     * Whom mail may be sent to: nobody who refused, and of the others those that need not agree or
     * did.
     */
    private static final String WANTED =
            """
            not exists (select from feeds.mail_address m where m.account_id = d.account_id
                and m.address = d.email and m.state = 'refused')
            and (:free or lower(a.email) = lower(d.email)
                or exists (select from feeds.mail_address m where m.account_id = d.account_id
                    and m.address = d.email and m.state = 'confirmed'))
            """;

    private static final String DUE =
            """
            d.paused is null and d.next_run_at <= :now and not a.suspended
            and (d.claimed_until is null or d.claimed_until <= :now) and\
            """;

    private final JdbcClient jdbc;

    DigestRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A digest that one thread of one node is at. */
    record Claim(long digest, UUID id) {}

    /**
     * Claims what is due, the longest waiting first.
     *
     * @param free whether nobody has to agree
     */
    List<Claim> take(int most, boolean free, Instant until, Instant now) {
        return jdbc.sql(
                        "with due as (select d.id from feeds.digest d join core.accounts a on a.id = d.account_id where "
                                + DUE
                                + " "
                                + WANTED
                                + """
                                order by d.next_run_at limit :most for no key update of d skip locked)
                                update feeds.digest d set claim = gen_random_uuid(), claimed_until = :until
                                from due where d.id = due.id and d.next_run_at <= :now
                                    and (d.claimed_until is null or d.claimed_until <= :now)
                                returning d.id, d.claim\
                                """)
                .param("free", free)
                .param("now", at(now))
                .param("until", at(until))
                .param("most", most)
                .query((row, _) -> new Claim(row.getLong("id"), row.getObject("claim", UUID.class)))
                .list();
    }

    /** Claims one that may not be due; empty when another thread is at it. */
    Optional<Claim> take(long digest, Instant until, Instant now) {
        return jdbc.sql(
                        """
                        update feeds.digest set claim = gen_random_uuid(), claimed_until = :until
                        where id = :id and (claimed_until is null or claimed_until <= :now)
                        returning id, claim\
                        """)
                .param("id", digest)
                .param("until", at(until))
                .param("now", at(now))
                .query((row, _) -> new Claim(row.getLong("id"), row.getObject("claim", UUID.class)))
                .optional();
    }

    /** Those that are due but wait for an answer that was never asked for. */
    List<Digest> unasked(int most, Instant now) {
        return jdbc.sql(
                        SELECT
                                + DUE
                                + """
                                 not exists (select from feeds.mail_address m
                                    where m.account_id = d.account_id and m.address = d.email
                                    and (m.sent or m.state <> 'asked'))
                                order by d.next_run_at limit :most\
                                """)
                .param("now", at(now))
                .param("most", most)
                .query((row, _) -> digest(row))
                .list();
    }

    /** The digest of a good claim, locked until the transaction's end. */
    Optional<Digest> lock(Claim claim) {
        return jdbc.sql(SELECT + "d.id = ? and d.claim = ? for no key update of d")
                .params(claim.digest(), claim.id())
                .query((row, _) -> digest(row))
                .optional();
    }

    void release(Claim claim) {
        jdbc.sql(
                        "update feeds.digest set claim = null, claimed_until = null where id = ? and claim = ?")
                .params(claim.digest(), claim.id())
                .update();
    }

    void ran(long digest, Instant nextRunAt, Instant now) {
        jdbc.sql("update feeds.digest set next_run_at = ?, last_run_at = ? where id = ?")
                .params(at(nextRunAt), at(now), digest)
                .update();
    }

    List<Digest> of(long account) {
        return jdbc.sql(SELECT + "d.account_id = ? order by d.name")
                .param(account)
                .query((row, _) -> digest(row))
                .list();
    }

    Optional<Digest> find(long account, String name) {
        return jdbc.sql(SELECT + "d.account_id = ? and d.name = ?")
                .params(account, name)
                .query((row, _) -> digest(row))
                .optional();
    }

    Optional<Digest> find(long id) {
        return jdbc.sql(SELECT + "d.id = ?").param(id).query((row, _) -> digest(row)).optional();
    }

    Optional<Digest> byToken(String token) {
        return jdbc.sql(SELECT + "d.token = ?")
                .param(token)
                .query((row, _) -> digest(row))
                .optional();
    }

    /** How many an account has; no more come in until the transaction's end. */
    int count(long account) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('feeds.digest', ?))")
                .param(account)
                .query()
                .singleRow();
        return jdbc.sql("select count(*) from feeds.digest where account_id = ?")
                .param(account)
                .query(Integer.class)
                .single();
    }

    /** What is to be kept of a file. */
    record Kept(
            long account,
            String name,
            String content,
            MailAddress email,
            String cron,
            String zone,
            Instant nextRunAt,
            String token) {}

    /** Makes or changes a digest, which is no longer paused; its id. */
    long keep(Kept kept, Instant now) {
        return jdbc.sql(
                        """
                        insert into feeds.digest (account_id, name, content, email, cron, zone,
                            created_at, updated_at, next_run_at, token)
                        values (:account, :name, :content, :email, :cron, :zone, :now, :now, :next, :token)
                        on conflict (account_id, name) do update set content = :content,
                            email = :email, cron = :cron, zone = :zone, updated_at = :now,
                            next_run_at = :next, paused = null
                        returning id\
                        """)
                .param("account", kept.account())
                .param("name", kept.name())
                .param("content", kept.content())
                .param("email", kept.email().value())
                .param("cron", kept.cron())
                .param("zone", kept.zone())
                .param("next", at(kept.nextRunAt()))
                .param("token", kept.token())
                .param("now", at(now))
                .query(Long.class)
                .single();
    }

    boolean remove(long account, String name) {
        return jdbc.sql("delete from feeds.digest where account_id = ? and name = ?")
                        .params(account, name)
                        .update()
                > 0;
    }

    /** {@code why}: null to go on. */
    boolean pause(long digest, @Nullable String why) {
        return jdbc.sql("update feeds.digest set paused = :why where id = :id")
                        .param("why", why)
                        .param("id", digest)
                        .update()
                > 0;
    }

    /** Pauses all digests that go to an address. */
    void pauseAll(MailAddress email, String why) {
        jdbc.sql("update feeds.digest set paused = ? where email = ? and paused is null")
                .params(why, email.value())
                .update();
    }

    private static Digest digest(ResultSet row) throws SQLException {
        return new Digest(
                row.getLong("id"),
                row.getLong("account_id"),
                new AccountName(row.getString("owner")),
                row.getString("name"),
                row.getString("content"),
                new MailAddress(row.getString("email")),
                instant(row, "updated_at").orElseThrow(),
                instant(row, "next_run_at").orElseThrow(),
                instant(row, "last_run_at"),
                Optional.ofNullable(row.getString("paused")),
                row.getString("token"));
    }

    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
