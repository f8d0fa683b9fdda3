package dev.warren.core.people.service;

import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.core.people.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row of {@code core.accounts}, as it was when it was read. */
record AccountRow(
        long id,
        String name,
        boolean admin,
        @Nullable String email,
        boolean suspended,
        Instant createdAt) {

    static AccountRow of(ResultSet row, int number) throws SQLException {
        return new AccountRow(
                row.getLong("id"),
                row.getString("name"),
                row.getBoolean("admin"),
                row.getString("email"),
                row.getBoolean("suspended"),
                Times.instant(row, "created_at"));
    }

    Account toAccount() {
        return new Account(
                id,
                new AccountName(name),
                admin ? EnumSet.allOf(Role.class) : EnumSet.of(Role.USER),
                Optional.ofNullable(email),
                suspended,
                createdAt);
    }
}
