package dev.warren.core.people.service;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code core.api_tokens}. */
final class TokenRows {

    private static final String COLUMNS =
            "id, account_id, name, hash, digest_hash, created_at, last_used_at";
    private static final String SELECT = "select " + COLUMNS + " from core.api_tokens";

    private final JdbcClient jdbc;

    TokenRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    TokenRow insert(long accountId, Person.Token kept, Instant createdAt) {
        return jdbc.sql(
                        "insert into core.api_tokens (account_id, name, hash, digest_hash, created_at) values (?, ?, ?, ?, ?) returning "
                                + COLUMNS)
                .param(accountId)
                .param(kept.name())
                .param(kept.hash())
                .param(kept.digestHash())
                .param(Times.at(createdAt))
                .query(TokenRow::of)
                .single();
    }

    /** An account's tokens, the oldest first. */
    List<TokenRow> of(long accountId) {
        return jdbc.sql(SELECT + " where account_id = ? order by id")
                .param(accountId)
                .query(TokenRow::of)
                .list();
    }

    Optional<TokenRow> find(long accountId, String name) {
        return jdbc.sql(SELECT + " where account_id = ? and name = ?")
                .param(accountId)
                .param(name)
                .query(TokenRow::of)
                .optional();
    }

    List<TokenRow> all() {
        return jdbc.sql(SELECT).query(TokenRow::of).list();
    }

    void used(String hash, Instant at) {
        jdbc.sql("update core.api_tokens set last_used_at = ? where hash = ? or digest_hash = ?")
                .param(Times.at(at))
                .param(hash)
                .param(hash)
                .update();
    }

    void delete(long id) {
        jdbc.sql("delete from core.api_tokens where id = ?").param(id).update();
    }
}
