package dev.warren.tunnels.names;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code tunnels.names}. An account of 0, as of banned names, is null there. */
final class NameRows {

    private static final String SELECT =
            "select kind, name, account_id, page, created_at from tunnels.names";

    private final JdbcClient jdbc;

    NameRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private static KeptName kept(ResultSet row, int number) throws SQLException {
        return new KeptName(
                KeptName.Kind.valueOf(row.getString("kind")),
                row.getString("name"),
                row.getLong("account_id"),
                Optional.ofNullable(row.getString("page")),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    void insert(KeptName kept) {
        jdbc.sql(
                        "insert into tunnels.names (kind, name, account_id, page, created_at) values (?, ?, nullif(?, 0), ?, ?)")
                .param(kept.kind().name())
                .param(kept.name())
                .param(kept.accountId())
                .param(kept.page().orElse(null))
                .param(kept.since().atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<KeptName> find(KeptName.Key key) {
        return jdbc.sql(SELECT + " where kind = ? and name = ?")
                .param(key.kind().name())
                .param(key.name())
                .query(NameRows::kept)
                .optional();
    }

    List<KeptName> all() {
        return jdbc.sql(SELECT).query(NameRows::kept).list();
    }

    long countOf(long accountId) {
        return jdbc.sql("select count(*) from tunnels.names where account_id = ?")
                .param(accountId)
                .query(Long.class)
                .single();
    }

    void setPage(KeptName.Key key, Optional<String> page) {
        jdbc.sql("update tunnels.names set page = ? where kind = ? and name = ?")
                .param(page.orElse(null))
                .param(key.kind().name())
                .param(key.name())
                .update();
    }

    void delete(KeptName.Key key) {
        jdbc.sql("delete from tunnels.names where kind = ? and name = ?")
                .param(key.kind().name())
                .param(key.name())
                .update();
    }
}
