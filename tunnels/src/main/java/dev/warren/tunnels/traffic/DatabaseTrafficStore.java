package dev.warren.tunnels.traffic;

import dev.warren.tunnels.live.Figures.Sums;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Figures in PostgreSQL, one row a name. */
final class DatabaseTrafficStore implements TrafficStore {

    private static final int BATCH = 500;

    private static final String ADD =
            """
            insert into tunnels.traffic as t (account_id, name, since, until, streams,
                from_visitors, to_visitors, requests, succeeded, redirected, refused, failed)
            select id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? from core.accounts where id = ?
            on conflict (account_id, name) do update set until = excluded.until,
                streams = t.streams + excluded.streams,
                from_visitors = t.from_visitors + excluded.from_visitors,
                to_visitors = t.to_visitors + excluded.to_visitors,
                requests = t.requests + excluded.requests,
                succeeded = t.succeeded + excluded.succeeded,
                redirected = t.redirected + excluded.redirected,
                refused = t.refused + excluded.refused,
                failed = t.failed + excluded.failed
            """;
    private static final String FORGET_MORE =
            """
            delete from tunnels.traffic where (account_id, name) in (
                select account_id, name from (
                    select account_id, name,
                        row_number() over (partition by account_id order by until desc) as place
                    from tunnels.traffic) as ranked
                where place > ?)
            """;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;

    DatabaseTrafficStore(JdbcTemplate jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    @Override
    public void add(List<Change> changes, Instant now) {
        Timestamp at = Timestamp.from(now);
        transactions.executeWithoutResult(
                _ -> jdbc.batchUpdate(ADD, changes, BATCH, (row, change) -> fill(row, change, at)));
    }

    private static void fill(PreparedStatement row, Change change, Timestamp at)
            throws SQLException {
        Sums sums = change.sums();
        row.setString(1, change.name());
        row.setTimestamp(2, at);
        row.setTimestamp(3, at);
        long[] figures = {
            sums.streams(),
            sums.fromVisitors(),
            sums.toVisitors(),
            sums.requests(),
            sums.succeeded(),
            sums.redirected(),
            sums.refused(),
            sums.failed(),
            change.account()
        };
        for (int i = 0; i < figures.length; i++) {
            row.setLong(4 + i, figures[i]);
        }
    }

    @Override
    public List<TrafficRow> of(long account) {
        return jdbc.query(
                "select * from tunnels.traffic where account_id = ?",
                (row, number) -> read(row),
                account);
    }

    private static TrafficRow read(ResultSet row) throws SQLException {
        return new TrafficRow(
                row.getString("name"),
                row.getTimestamp("since").toInstant(),
                row.getTimestamp("until").toInstant(),
                new Sums(
                        row.getLong("streams"),
                        row.getLong("from_visitors"),
                        row.getLong("to_visitors"),
                        row.getLong("requests"),
                        row.getLong("succeeded"),
                        row.getLong("redirected"),
                        row.getLong("refused"),
                        row.getLong("failed")));
    }

    @Override
    public void tidy(Instant now, Duration keep, int most) {
        jdbc.update("delete from tunnels.traffic where until < ?", Timestamp.from(now.minus(keep)));
        jdbc.update(FORGET_MORE, most);
    }
}
