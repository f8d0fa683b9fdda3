package dev.warren.core.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.warren.core.StartRefusedException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

class EmbeddedPostgresIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final SecureRandom RANDOM = new SecureRandom();

    private static Path programs = Path.of("unset");

    private final List<Process> children = new ArrayList<>();
    private Path home = Path.of("unset");
    private Path folder = Path.of("unset");

    @BeforeAll
    static void unpackOnce() throws IOException {
        programs = Files.createTempDirectory("warren-postgres-programs");
        Files.setPosixFilePermissions(programs, PosixFilePermissions.fromString("rwxr-xr-x"));
        PostgresBinaries.unpack(programs);
    }

    @AfterAll
    static void removePrograms() throws IOException {
        FileSystemUtils.deleteRecursively(programs);
    }

    @BeforeEach
    void makeFolder() throws IOException {
        home = Files.createTempDirectory("warren-postgres");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        folder = home.resolve("postgres");
        Files.createDirectories(folder);
        try (Stream<Path> unpacked = Files.list(programs)) {
            for (Path server : (Iterable<Path>) unpacked::iterator) {
                Files.createSymbolicLink(folder.resolve(server.getFileName()), server);
            }
        }
    }

    @AfterEach
    void endEverything() throws IOException {
        children.forEach(Process::destroyForcibly);
        new PostgresOrphans(folder.resolve("data")).reap();
        FileSystemUtils.deleteRecursively(home);
    }

    @Test
    void keepsDataAcrossARestartAndStopsCleanly() throws IOException, SQLException {
        try (EmbeddedPostgres postgres = start()) {
            assertThat(EmbeddedPostgresProgram.addRow(postgres)).isEqualTo(1);
        }
        assertThat(folder.resolve("data/postmaster.pid")).doesNotExist();

        try (EmbeddedPostgres postgres = start()) {
            assertThat(EmbeddedPostgresProgram.addRow(postgres)).isEqualTo(2);
        }
    }

    @Test
    void commitsDurablyAndListensOnLoopbackForThoseWithThePasswordOnly()
            throws IOException, SQLException {
        try (EmbeddedPostgres postgres = start()) {
            assertThat(setting(postgres, "fsync")).isEqualTo("on");
            assertThat(setting(postgres, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(postgres, "full_page_writes")).isEqualTo("on");
            assertThat(setting(postgres, "listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(setting(postgres, "unix_socket_directories")).isEmpty();
            assertThatThrownBy(() ->
                            DriverManager.getConnection(postgres.getJdbcUrl(), "warren", "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThat(canConnect(InetAddress.getLocalHost(), postgres))
                    .isEqualTo(InetAddress.getLocalHost().isLoopbackAddress());
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    @Test
    void refusesASecondUserOfTheSameFolder() throws IOException {
        try (EmbeddedPostgres postgres = start()) {
            assertThat(postgres.pid()).isPositive();

            assertThatThrownBy(this::start)
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining("no other running Warren uses");
        }
    }

    @Test
    void takesOverFromAProcessThatWasKilled() throws IOException, SQLException {
        Child child = launch(List.of(), classPath());
        child.awaitReady(1);
        child.process.destroyForcibly();
        assertThat(ended(child.process)).isTrue();
        ProcessHandle orphan = ProcessHandle.of(child.server).orElseThrow();
        assertThat(orphan.isAlive()).isTrue();

        try (EmbeddedPostgres postgres = start()) {
            assertThat(orphan.isAlive()).isFalse();
            assertThat(EmbeddedPostgresProgram.addRow(postgres)).isEqualTo(2);
        }
    }

    @Test
    void ignoresAPidFileWhoseNumberBelongsToSomebodyElse() throws IOException, SQLException {
        try (EmbeddedPostgres postgres = start()) {
            assertThat(EmbeddedPostgresProgram.addRow(postgres)).isEqualTo(1);
        }
        Process stranger = new ProcessBuilder("sleep", "60").start();
        children.add(stranger);
        Files.writeString(
                folder.resolve("data/postmaster.pid"),
                stranger.pid()
                        + "\n"
                        + folder.resolve("data")
                        + "\n1\n1\n\n127.0.0.1\n0 0\nready\n");

        try (EmbeddedPostgres postgres = start()) {
            assertThat(EmbeddedPostgresProgram.addRow(postgres)).isEqualTo(2);
        }
        assertThat(stranger.isAlive()).isTrue();
    }

    @Test
    void startsAgainWhenTheServerItselfIsKilled() throws IOException {
        try (EmbeddedPostgres postgres = start()) {
            long first = postgres.pid();
            ProcessHandle.of(first).orElseThrow().destroyForcibly();

            await().atMost(LONG)
                    .ignoreExceptionsInstanceOf(SQLException.class)
                    .until(() -> EmbeddedPostgresProgram.addRow(postgres) > 0);

            assertThat(postgres.pid()).isNotEqualTo(first);
        }
    }

    @Test
    void startsOverWhenTheFirstStartWasInterrupted() throws IOException, SQLException {
        Files.createDirectories(folder.resolve("data.partial/base"));
        Files.createDirectories(folder.resolve("server.partial/bin"));
        try (Stream<Path> all = Files.list(folder)) {
            for (Path link : (Iterable<Path>) all.filter(Files::isSymbolicLink)::iterator) {
                Files.delete(link);
            }
        }

        try (EmbeddedPostgres postgres = start()) {
            assertThat(EmbeddedPostgresProgram.addRow(postgres)).isEqualTo(1);
        }
    }

    @Test
    void refusesDataOfAnotherMajorVersion() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/PG_VERSION"), "15\n");

        assertThatThrownBy(this::start)
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("made by PostgreSQL 15 (expected: 18");
    }

    @Test
    void saysWhatTheServerSaidWhenItDoesNotStart() throws IOException {
        try (EmbeddedPostgres postgres = start()) {
            assertThat(postgres.pid()).isPositive();
        }
        Files.writeString(folder.resolve("data/postgresql.conf"), "no_such_setting = 1\n");

        assertThatThrownBy(this::start)
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("no_such_setting");
    }

    @Test
    void runsAsAPlainUserAndLaterAsRootOnTheSameFolder()
            throws IOException, SQLException, URISyntaxException {
        assumeThat(System.getProperty("user.name"))
                .as("only root can become another user")
                .isEqualTo("root");
        List<String> asNobody =
                List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups");
        Commands.run(List.of("chown", "nobody", home.toString(), folder.toString()), LONG);
        Child child = launch(asNobody, readableClassPath());
        child.awaitReady(1);
        assertThat(Files.getOwner(folder.resolve("data")).getName()).isEqualTo("nobody");
        child.end();

        try (EmbeddedPostgres postgres = start()) {
            assertThat(EmbeddedPostgresProgram.addRow(postgres)).isEqualTo(2);
        }

        Child again = launch(asNobody, readableClassPath());
        again.awaitReady(3);
        again.end();
    }

    @Test
    void givesTheFolderToAnUnprivilegedUserWhereNamespacesAreForbidden() throws IOException {
        assumeThat(System.getProperty("user.name"))
                .as("only root can give a folder away")
                .isEqualTo("root");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));

        PostgresIdentity identity = PostgresIdentity.unprivileged(folder);

        assertThat(Files.getOwner(folder).getName()).isIn("postgres", "nobody");
        Commands.run(identity.run(List.of("touch", folder.resolve("mine").toString())), LONG);
        try (EmbeddedPostgres postgres = start()) {
            assertThat(postgres.pid()).isPositive();
            assertThat(Files.getOwner(folder.resolve("data")).getName()).isIn("postgres", "nobody");
        }
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(folder, RANDOM, LONG);
    }

    private static boolean canConnect(InetAddress address, EmbeddedPostgres postgres) {
        int port = URI.create(postgres.getJdbcUrl().substring("jdbc:".length())).getPort();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 2000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private static String setting(EmbeddedPostgres postgres, String name) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                postgres.getJdbcUrl(),
                                postgres.getUsername(),
                                postgres.getPassword());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show " + name)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static boolean ended(Process process) {
        try {
            return process.waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }

    /** A copy of what the program needs where every user may read it. */
    private List<Path> readableClassPath() throws IOException {
        Path copies = home.resolve("classes");
        List<Path> copied = new ArrayList<>();
        List<String> needed =
                List.of(
                        "classes",
                        "test-classes",
                        "postgresql-",
                        "binaries-linux",
                        "commons-",
                        "xz-",
                        "slf4j-api",
                        "spring-",
                        "jspecify");
        for (Path entry : classPath()) {
            String name = entry.getFileName().toString();
            if (needed.stream().anyMatch(name::contains)) {
                Path target = copies.resolve(name);
                Files.createDirectories(copies);
                if (Files.notExists(target)) {
                    FileSystemUtils.copyRecursively(entry, target);
                }
                copied.add(target);
            }
        }
        Commands.run(List.of("chmod", "-R", "a+rX", copies.toString()), LONG);
        return copied;
    }

    private Child launch(List<String> prefix, List<Path> classPath) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        String.join(
                                File.pathSeparator,
                                classPath.stream().map(Path::toString).toList()),
                        EmbeddedPostgresProgram.class.getName(),
                        folder.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        children.add(process);
        return new Child(process);
    }

    private static final class Child {
        final Process process;
        final BufferedReader lines;
        long server;

        Child(Process process) {
            this.process = process;
            this.lines = process.inputReader();
        }

        void awaitReady(int rows) throws IOException {
            String line = awaitLine("READY");
            assertThat(line).startsWith("READY " + rows + " ");
            server = Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
        }

        void end() throws IOException {
            process.getOutputStream().close();
            awaitLine("STOPPED");
            assertThat(ended(process)).isTrue();
            assertThat(ProcessHandle.of(server)).isEmpty();
        }

        private String awaitLine(String start) throws IOException {
            StringBuilder seen = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(start)) {
                    return line;
                }
                seen.append(line).append('\n');
            }
            throw new AssertionError("the program ended: " + seen);
        }
    }
}
