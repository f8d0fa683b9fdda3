package dev.warren.core.people.service;

import dev.warren.core.people.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One-time codes that log in to the console. Hashed in the database, so any node redeems them. */
final class LoginCodes {

    static final Duration LIFE = Duration.ofMinutes(5);

    /** How many codes an account may have open; the oldest gives way. */
    static final int MOST_OPEN = 5;

    private final PeopleParts parts;
    private final Secrets secrets;
    private final JdbcClient jdbc;

    LoginCodes(PeopleParts parts, Secrets secrets, JdbcClient jdbc) {
        this.parts = parts;
        this.secrets = secrets;
        this.jdbc = jdbc;
    }

    String create(Account account) {
        String code = secrets.opaque();
        Instant now = parts.clock().instant();
        parts.changes()
                .inTransaction(() -> {
                    // the row's lock keeps two calls from both finding room
                    jdbc.sql("select id from core.accounts where id = ? for update")
                            .param(account.id())
                            .query(Long.class)
                            .optional();
                    parts.rows().row(account);
                    makeRoom(account.id(), now);
                    return jdbc.sql(
                                    "insert into core.login_codes (hash, account_id, expires_at) values (?, ?, ?)")
                            .param(Secrets.hash(code))
                            .param(account.id())
                            .param(Times.at(now.plus(LIFE)))
                            .update();
                });
        return code;
    }

    private void makeRoom(long account, Instant now) {
        jdbc.sql("delete from core.login_codes where expires_at <= ?")
                .param(Times.at(now))
                .update();
        jdbc.sql(
                        """
                        delete from core.login_codes where account_id = ? and hash not in (
                            select hash from core.login_codes where account_id = ?
                            order by expires_at desc, hash limit ?)
                        """)
                .param(account)
                .param(account)
                .param(MOST_OPEN - 1)
                .update();
    }

    Optional<Account> redeem(String code) {
        Instant now = parts.clock().instant();
        return parts.changes()
                .inTransaction(() ->
                        jdbc.sql(
                                        "delete from core.login_codes where hash = ? returning case when expires_at > ? then account_id end")
                                .param(Secrets.hash(code))
                                .param(Times.at(now))
                                .query(Long.class)
                                .optional()
                                .flatMap(id -> parts.rows().accounts().find(id)))
                .filter(row -> !row.suspended())
                .map(AccountRow::toAccount);
    }
}
