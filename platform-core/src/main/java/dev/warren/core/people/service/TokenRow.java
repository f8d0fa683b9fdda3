package dev.warren.core.people.service;

import dev.warren.core.people.Tokens.Token;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;

/** A row of {@code core.api_tokens}, as it was when it was read. */
record TokenRow(long id, long accountId, String hash, Token token) {

    static TokenRow of(ResultSet row, int number) throws SQLException {
        Token token =
                new Token(
                        row.getString("name"),
                        Times.instant(row, "created_at"),
                        Optional.ofNullable(row.getObject("last_used_at", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant));
        return new TokenRow(
                row.getLong("id"), row.getLong("account_id"), row.getString("hash"), token);
    }
}
