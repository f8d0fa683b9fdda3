package dev.warren.core.database;

import dev.warren.core.StartRefusedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * A PostgreSQL of our own: its files are below one folder, it listens on the loopback address with
 * a random password, and it lives as long as this object. If it dies it is started again; if we
 * die, the next one ends it. Commits are durable as PostgreSQL's own defaults make them.
 */
final class EmbeddedPostgres implements JdbcConnectionDetails, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int KEPT_LINES = 20;

    private final PostgresCluster cluster;
    private final FolderLock lock;
    private final Duration startTimeout;
    private final int port;

    /** The server's last words; guarded by itself. */
    private final ArrayDeque<String> lastLines = new ArrayDeque<>();

    private volatile boolean closing;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Process server;

    private EmbeddedPostgres(PostgresCluster cluster, FolderLock lock, Duration startTimeout)
            throws IOException {
        this.cluster = cluster;
        this.lock = lock;
        this.startTimeout = startTimeout;
        this.port = freePort();
        this.server = launch();
    }

    /**
     * Starts the server whose files are in {@code folder}, and waits until it answers.
     *
     * @throws StartRefusedException when it cannot, with what it said itself
     */
    static EmbeddedPostgres start(Path folder, SecureRandom random, Duration startTimeout) {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            FolderLock lock = FolderLock.take(folder);
            try {
                return start(PostgresCluster.prepare(folder, random), lock, startTimeout);
            } catch (IOException | RuntimeException failed) {
                lock.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw new StartRefusedException(
                    "%s: the embedded PostgreSQL does not start: %s"
                            .formatted(folder, failed.getMessage()),
                    failed);
        }
    }

    private static EmbeddedPostgres start(
            PostgresCluster cluster, FolderLock lock, Duration startTimeout) throws IOException {
        EmbeddedPostgres postgres = new EmbeddedPostgres(cluster, lock, startTimeout);
        try {
            postgres.awaitAnswer(postgres.server);
        } catch (IOException failed) {
            postgres.close();
            throw failed;
        }
        postgres.superviseFrom(postgres.server);
        return postgres;
    }

    @Override
    public String getJdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    @Override
    public String getUsername() {
        return PostgresCluster.USER;
    }

    @Override
    public String getPassword() {
        return cluster.password();
    }

    /** The server's process number. */
    long pid() {
        return server.pid();
    }

    private Process launch() throws IOException {
        Process process = Commands.builder(cluster.server(port)).start();
        process.getOutputStream().close();
        // a platform thread: reading a pipe would hold a virtual thread's carrier
        Thread.ofPlatform().daemon().name("postgres-log").start(() -> logLinesOf(process));
        return process;
    }

    private void logLinesOf(Process process) {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (lastLines) {
                    lastLines.addLast(line);
                    if (lastLines.size() > KEPT_LINES) {
                        lastLines.removeFirst();
                    }
                }
                log.debug("postgres: {}", line);
            }
        } catch (IOException gone) {
            log.debug("postgres: no more lines", gone);
        }
    }

    private void awaitAnswer(Process process) throws IOException {
        long end = System.nanoTime() + startTimeout.toNanos();
        while (true) {
            try {
                ask();
                return;
            } catch (SQLException notYet) {
                if (!process.isAlive()) {
                    throw new IOException("it ended: " + lastWords());
                }
                if (System.nanoTime() > end) {
                    throw new IOException(
                            "no answer within %s: %s".formatted(startTimeout, lastWords()), notYet);
                }
            }
            pause(process, Duration.ofMillis(50));
        }
    }

    private void ask() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", getUsername());
        properties.setProperty("password", getPassword());
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "5");
        try (Connection connection = DriverManager.getConnection(getJdbcUrl(), properties);
                Statement statement = connection.createStatement()) {
            statement.execute("select 1");
        }
    }

    private String lastWords() {
        synchronized (lastLines) {
            return String.join(" | ", lastLines);
        }
    }

    private void superviseFrom(Process first) {
        first.onExit()
                .thenAccept(_ -> Thread.ofVirtual().name("postgres-restart").start(this::restart));
    }

    private void restart() {
        Duration wait = Duration.ofMillis(500);
        while (!closing) {
            log.warn("The embedded PostgreSQL ended and is started again: {}", lastWords());
            try {
                Process next = launch();
                server = next;
                if (closing) {
                    next.destroy();
                    return;
                }
                awaitAnswer(next);
                superviseFrom(next);
                return;
            } catch (IOException failed) {
                log.warn("The embedded PostgreSQL does not start again: {}", failed.getMessage());
                server.destroyForcibly();
            }
            pause(server, wait);
            wait =
                    wait.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                            ? LONGEST_PAUSE
                            : wait.multipliedBy(2);
        }
    }

    /** Waits, but not longer than the process lives or than this server is wanted. */
    private void pause(Process process, Duration time) {
        try {
            if (process.isAlive()) {
                process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
            } else {
                closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        closing = true;
        closed.countDown();
        Process last = server;
        try {
            if (last.isAlive()) {
                Commands.run(cluster.stop(STOP_TIMEOUT), STOP_TIMEOUT.plusSeconds(5));
            }
        } catch (IOException failed) {
            log.warn("The embedded PostgreSQL did not stop in time and is killed", failed);
        } finally {
            if (last.isAlive()) {
                last.destroyForcibly();
            }
            lock.close();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
