package dev.warren.core.people.service;

import dev.warren.core.people.PublicKeyText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code core.account_keys}. */
final class KeyRows {

    private static final String COLUMNS =
            "id, account_id, type, base64, comment, cert_authority, fingerprint, added_at";
    private static final String SELECT = "select " + COLUMNS + " from core.account_keys";

    private final JdbcClient jdbc;

    KeyRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    KeyRow insert(long accountId, PublicKeyText key, Instant addedAt) {
        return jdbc.sql(
                        "insert into core.account_keys (account_id, type, base64, comment, cert_authority, fingerprint, added_at) values (?, ?, ?, ?, ?, ?, ?) returning "
                                + COLUMNS)
                .param(accountId)
                .param(key.type())
                .param(key.base64())
                .param(key.comment())
                .param(key.certAuthority())
                .param(key.fingerprint())
                .param(Times.at(addedAt))
                .query(KeyRow::of)
                .single();
    }

    /** An account's keys, the oldest first. */
    List<KeyRow> of(long accountId) {
        return jdbc.sql(SELECT + " where account_id = ? order by id")
                .param(accountId)
                .query(KeyRow::of)
                .list();
    }

    /** The key of that fingerprint that logs in by itself. */
    Optional<KeyRow> find(String fingerprint) {
        return jdbc.sql(SELECT + " where fingerprint = ? and not cert_authority")
                .param(fingerprint)
                .query(KeyRow::of)
                .optional();
    }

    List<KeyRow> all() {
        return jdbc.sql(SELECT).query(KeyRow::of).list();
    }

    void delete(long id) {
        jdbc.sql("delete from core.account_keys where id = ?").param(id).update();
    }
}
