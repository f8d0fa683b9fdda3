package dev.warren.core.people.service;

import dev.warren.core.people.Tokens.Token;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A row of {@code core.api_tokens}, as it was when it was read.
 *
 * @param kept what it is found by
 */
record TokenRow(long id, long accountId, Person.Token kept, Token token) {

    static TokenRow of(ResultSet row, int number) throws SQLException {
        Token token =
                new Token(
                        row.getString("name"),
                        Times.instant(row, "created_at"),
                        Optional.ofNullable(row.getObject("last_used_at", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant));
        var kept =
                new Person.Token(token.name(), row.getString("hash"), row.getString("digest_hash"));
        return new TokenRow(row.getLong("id"), row.getLong("account_id"), kept, token);
    }
}
