package dev.warren.registry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The registry's PostgreSQL, to be ended at once, which has it started again. */
final class PostgresRestart {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final JdbcClient jdbc;

    private PostgresRestart(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    static PostgresRestart of(RunningRegistry registry) {
        return new PostgresRestart(registry.bean(JdbcClient.class));
    }

    /** What is done again and again until it is back. */
    interface Meanwhile {
        void run() throws Exception;
    }

    /** Ends it as {@code pg_ctl restart -m fast} does, and returns when it answers again. */
    void run(Meanwhile meanwhile) throws Exception {
        Path folder = Path.of(jdbc.sql("show data_directory").query(String.class).single());
        String pid = Files.readAllLines(folder.resolve("postmaster.pid")).getFirst().strip();
        String before = started();

        Process kill = new ProcessBuilder("kill", "-INT", pid).start();

        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(kill.exitValue()).isZero();
        await().atMost(LIMIT)
                .until(() -> {
                    meanwhile.run();
                    return !started().equals(before);
                });
    }

    private String started() {
        try {
            return jdbc.sql("select pg_postmaster_start_time()::text").query(String.class).single();
        } catch (DataAccessException away) {
            return "";
        }
    }
}
