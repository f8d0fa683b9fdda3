package dev.warren.core.database;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A program that starts the embedded server in the folder it is given, adds a row, says how many
 * there are and the server's process number, and then lives until its input ends.
 */
final class EmbeddedPostgresProgram {

    private EmbeddedPostgresProgram() {}

    public static void main(String[] args) throws IOException, SQLException {
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.start(
                        Path.of(args[0]), new SecureRandom(), Duration.ofSeconds(60))) {
            System.out.println("READY " + addRow(postgres) + " " + postgres.pid());
            while (System.in.read() >= 0) {}
        }
        System.out.println("STOPPED");
    }

    static int addRow(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                postgres.getJdbcUrl(),
                                postgres.getUsername(),
                                postgres.getPassword());
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists runs (at timestamptz default now())");
            statement.execute("insert into runs default values");
            try (ResultSet rows = statement.executeQuery("select count(*) from runs")) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }
}
