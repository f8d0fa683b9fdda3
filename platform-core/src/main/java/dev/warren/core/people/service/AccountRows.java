package dev.warren.core.people.service;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code core.accounts}. */
final class AccountRows {

    private static final String COLUMNS = "id, name, admin, email, suspended, created_at";
    private static final String SELECT = "select " + COLUMNS + " from core.accounts";

    private final JdbcClient jdbc;

    AccountRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    AccountRow insert(String name, boolean admin, Instant createdAt) {
        return jdbc.sql(
                        "insert into core.accounts (name, admin, suspended, created_at) values (?, ?, false, ?) returning "
                                + COLUMNS)
                .param(name)
                .param(admin)
                .param(Times.at(createdAt))
                .query(AccountRow::of)
                .single();
    }

    Optional<AccountRow> find(long id) {
        return jdbc.sql(SELECT + " where id = ?").param(id).query(AccountRow::of).optional();
    }

    Optional<AccountRow> find(String name) {
        return jdbc.sql(SELECT + " where name = ?").param(name).query(AccountRow::of).optional();
    }

    List<AccountRow> all() {
        return jdbc.sql(SELECT).query(AccountRow::of).list();
    }

    long count() {
        return jdbc.sql("select count(*) from core.accounts").query(Long.class).single();
    }

    /** Administrators who are not suspended. */
    long countAdmins() {
        return jdbc.sql("select count(*) from core.accounts where admin and not suspended")
                .query(Long.class)
                .single();
    }

    void setAdmin(long id, boolean admin) {
        set(id, "admin", admin);
    }

    void setSuspended(long id, boolean suspended) {
        set(id, "suspended", suspended);
    }

    private void set(long id, String column, boolean value) {
        jdbc.sql("update core.accounts set " + column + " = ? where id = ?")
                .param(value)
                .param(id)
                .update();
    }

    /** Its keys, tokens and codes go with it. */
    void delete(long id) {
        jdbc.sql("delete from core.accounts where id = ?").param(id).update();
    }
}
