package dev.warren.tunnels.limits;

import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** Limits in PostgreSQL, one row an account that something was said of. */
final class DatabaseLimitStore implements LimitStore {

    private final JdbcTemplate jdbc;

    DatabaseLimitStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Map<Long, OwnLimits> all() {
        Map<Long, OwnLimits> all = new HashMap<>();
        jdbc.query(
                "select account_id, tunnels, streams, requests, bytes from tunnels.limits",
                row -> {
                    all.put(
                            row.getLong("account_id"),
                            new OwnLimits(
                                    row.getObject("tunnels", Integer.class),
                                    row.getObject("streams", Integer.class),
                                    row.getObject("requests", Integer.class),
                                    row.getObject("bytes", Long.class)));
                });
        return all;
    }

    @Override
    public void put(long account, OwnLimits limits) {
        if (limits.equals(OwnLimits.NONE)) {
            jdbc.update("delete from tunnels.limits where account_id = ?", account);
            return;
        }
        jdbc.update(
                """
                insert into tunnels.limits (account_id, tunnels, streams, requests, bytes)
                select id, ?, ?, ?, ? from core.accounts where id = ?
                on conflict (account_id) do update set tunnels = excluded.tunnels,
                    streams = excluded.streams, requests = excluded.requests,
                    bytes = excluded.bytes
                """,
                limits.tunnels(),
                limits.streams(),
                limits.requests(),
                limits.bytes(),
                account);
    }
}
