package dev.warren.core.people.service;

import dev.warren.core.people.PublicKeyText;
import dev.warren.core.people.RegisteredKey;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A row of {@code core.account_keys}, as it was when it was read. */
record KeyRow(long id, long accountId, RegisteredKey key) {

    static KeyRow of(ResultSet row, int number) throws SQLException {
        PublicKeyText text =
                new PublicKeyText(
                        row.getString("type"),
                        row.getString("base64"),
                        row.getString("comment"),
                        row.getBoolean("cert_authority"));
        return new KeyRow(
                row.getLong("id"),
                row.getLong("account_id"),
                new RegisteredKey(
                        text, row.getString("fingerprint"), Times.instant(row, "added_at")));
    }

    String fingerprint() {
        return key.fingerprint();
    }

    boolean certAuthority() {
        return key.key().certAuthority();
    }
}
