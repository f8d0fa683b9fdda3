package dev.warren.app.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The embedded database of a Warren that runs, for what a measurement changes or counts in it. */
public final class WarrenDatabase implements AutoCloseable {

    private static final int PID_LINE = 0;
    private static final int PORT_LINE = 3;

    private final String url;
    private final String password;
    private final long pid;
    private final Connection connection;

    private WarrenDatabase(String url, String password, long pid, Connection connection) {
        this.url = url;
        this.password = password;
        this.pid = pid;
        this.connection = connection;
    }

    /** Opens that of the Warren with this data directory. */
    public static WarrenDatabase of(Path data) {
        Path folder = data.resolve("postgres");
        try {
            List<String> running = Files.readAllLines(folder.resolve("data/postmaster.pid"));
            String url =
                    "jdbc:postgresql://127.0.0.1:%s/postgres"
                            .formatted(running.get(PORT_LINE).strip());
            String password = Files.readString(folder.resolve("password")).strip();
            return new WarrenDatabase(
                    url,
                    password,
                    Long.parseLong(running.get(PID_LINE).strip()),
                    DriverManager.getConnection(url, "warren", password));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (SQLException failed) {
            throw new LabException("warren's database: " + failed.getMessage(), failed);
        }
    }

    /** Settings of another Warren that works on it. */
    public List<String> settings(int connections) {
        return List.of(
                "--spring.datasource.url=" + url,
                "--spring.datasource.username=warren",
                "--spring.datasource.password=" + password,
                "--spring.datasource.hikari.maximum-pool-size=" + connections);
    }

    /** The server's process. */
    public long pid() {
        return pid;
    }

    /** Runs a statement; how many rows it changed. */
    public int update(String sql, Object... values) {
        try (PreparedStatement statement = prepared(sql, values)) {
            return statement.executeUpdate();
        } catch (SQLException failed) {
            throw new LabException("warren's database: " + failed.getMessage(), failed);
        }
    }

    /** The one number that a query answers. */
    public long number(String sql, Object... values) {
        try (PreparedStatement statement = prepared(sql, values);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException failed) {
            throw new LabException("warren's database: " + failed.getMessage(), failed);
        }
    }

    /** The one text that a query answers, empty where that is null or there is no row. */
    public String text(String sql, Object... values) {
        try (PreparedStatement statement = prepared(sql, values);
                ResultSet rows = statement.executeQuery()) {
            String text = rows.next() ? rows.getString(1) : "";
            return text == null ? "" : text;
        } catch (SQLException failed) {
            throw new LabException("warren's database: " + failed.getMessage(), failed);
        }
    }

    private PreparedStatement prepared(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    /** Follows feeds as nobody in particular, all due at once. */
    public void follow(List<String> urls) {
        String[] all = urls.toArray(String[]::new);
        update(
                """
                insert into feeds.domain (name, next_at, due_at)
                select distinct split_part(split_part(u, '/', 3), ':', 1), now(), 'infinity'::timestamptz
                from unnest(?::text[]) u on conflict do nothing
                """,
                (Object) all);
        update(
                """
                insert into feeds.source (url, domain, created_at, next_fetch_at)
                select u, split_part(split_part(u, '/', 3), ':', 1), now(), 'infinity'::timestamptz
                from unnest(?::text[]) u on conflict do nothing
                """,
                (Object) all);
        allDue();
    }

    /**
     * Runs a statement that takes locks, which are held until what comes back is closed; nothing of
     * it stays.
     */
    public Hold hold(String sql) {
        try {
            Connection other = DriverManager.getConnection(url, "warren", password);
            other.setAutoCommit(false);
            try (PreparedStatement statement = other.prepareStatement(sql)) {
                statement.execute();
            }
            return new Hold(other);
        } catch (SQLException failed) {
            throw new LabException("warren's database: " + failed.getMessage(), failed);
        }
    }

    /** Locks that are held. */
    public record Hold(Connection connection) implements AutoCloseable {

        @Override
        public void close() {
            try (connection) {
                connection.rollback();
            } catch (SQLException gone) {
                // and so are its locks
            }
        }
    }

    /** Whether somebody waits for a lock on a table. */
    public boolean isWaitedFor(String table) {
        return number(
                        "select count(*) from pg_locks where not granted and relation = to_regclass(?)::oid",
                        table)
                > 0;
    }

    /**
     * Ends all claims, as time does, for a Warren that was killed: what it was at may be taken by
     * the next one at once.
     */
    public void endClaims() {
        update(
                "update feeds.domain set claim = null, claimed_until = null, next_at = now(), due_at = now() where claim is not null");
        update(
                "update feeds.digest set claim = null, claimed_until = null where claim is not null");
        update("update core.mails set claim = null, claimed_until = null where claim is not null");
    }

    /** Has all feeds fetched now. */
    public void allDue() {
        update(
                "update feeds.source set next_fetch_at = now(), rest_until = null, followed_at = now()");
        update("update feeds.domain set next_at = least(next_at, now()), due_at = now()");
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
