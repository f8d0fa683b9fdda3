package dev.warren.core.people.service;

import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.core.people.Invites.Invite;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code core.invites}. */
final class InviteRows {

    private static final String COLUMNS = "id, created_by, created_at, expires_at, redeemed_by";
    private static final String SELECT = "select " + COLUMNS + " from core.invites";

    private final JdbcClient jdbc;

    InviteRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private static Invite invite(ResultSet row, int number) throws SQLException {
        return new Invite(
                row.getLong("id"),
                new AccountName(row.getString("created_by")),
                Times.instant(row, "created_at"),
                Times.instant(row, "expires_at"),
                Optional.ofNullable(row.getString("redeemed_by")).map(AccountName::new));
    }

    Invite insert(String hash, Account by, Instant createdAt, Instant expiresAt) {
        return jdbc.sql(
                        "insert into core.invites (hash, created_by, created_by_id, created_at, expires_at) values (?, ?, ?, ?, ?) returning "
                                + COLUMNS)
                .param(hash)
                .param(by.name().value())
                .param(by.id())
                .param(Times.at(createdAt))
                .param(Times.at(expiresAt))
                .query(InviteRows::invite)
                .single();
    }

    /** The invite of that code, unless it is spent or expired. */
    Optional<Invite> findGood(String hash, Instant now) {
        return jdbc.sql(SELECT + " where hash = ? and redeemed_by is null and expires_at > ?")
                .param(hash)
                .param(Times.at(now))
                .query(InviteRows::invite)
                .optional();
    }

    void redeem(long id, AccountName by) {
        jdbc.sql("update core.invites set redeemed_by = ? where id = ?")
                .param(by.value())
                .param(id)
                .update();
    }

    /** The newest first. */
    List<Invite> latest(int most) {
        return jdbc.sql(SELECT + " order by id desc limit ?")
                .param(most)
                .query(InviteRows::invite)
                .list();
    }

    /** Those that one account made, the newest first. */
    List<Invite> latestOf(long accountId, int most) {
        return jdbc.sql(SELECT + " where created_by_id = ? order by id desc limit ?")
                .param(accountId)
                .param(most)
                .query(InviteRows::invite)
                .list();
    }

    /** How many invites of an account can still be redeemed. */
    long countOpen(long accountId, Instant now) {
        return jdbc.sql(
                        "select count(*) from core.invites where created_by_id = ? and redeemed_by is null and expires_at > ?")
                .param(accountId)
                .param(Times.at(now))
                .query(Long.class)
                .single();
    }

    void deleteExpired(Instant now) {
        jdbc.sql("delete from core.invites where redeemed_by is null and expires_at < ?")
                .param(Times.at(now))
                .update();
    }
}
