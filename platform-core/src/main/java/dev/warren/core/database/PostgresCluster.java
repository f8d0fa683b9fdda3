package dev.warren.core.database;

import dev.warren.core.StartRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/**
 * The server's files below one folder: programs, data, and the password of its only user. The data
 * directory appears whole or not at all, so that an interrupted first start does no harm.
 */
final class PostgresCluster {

    static final String USER = "warren";

    private static final Duration INITDB_TIMEOUT = Duration.ofMinutes(2);

    private final Path folder;
    private final PostgresBinaries binaries;
    private final PostgresIdentity identity;
    private final String password;

    private PostgresCluster(
            Path folder, PostgresBinaries binaries, PostgresIdentity identity, String password) {
        this.folder = folder;
        this.binaries = binaries;
        this.identity = identity;
        this.password = password;
    }

    /** Makes what is not there yet. Called while the folder's lock is held. */
    static PostgresCluster prepare(Path folder, SecureRandom random) throws IOException {
        PostgresBinaries binaries = PostgresBinaries.unpack(folder);
        String password = password(folder.resolve("password"), random);
        Path data = folder.resolve("data");
        new PostgresOrphans(data).reap();
        PostgresIdentity identity = PostgresIdentity.choose(folder, data);
        PostgresCluster cluster = new PostgresCluster(folder, binaries, identity, password);
        if (Files.notExists(data)) {
            cluster.initialise(data);
        }
        cluster.requireSameVersion();
        return cluster;
    }

    Path data() {
        return folder.resolve("data");
    }

    String password() {
        return password;
    }

    /** The command line of the server itself, on a port of the loopback address only. */
    List<String> server(int port) {
        List<String> settings =
                List.of(
                        "listen_addresses=127.0.0.1",
                        "port=" + port,
                        "unix_socket_directories=",
                        "max_connections=40",
                        "shared_buffers=16MB",
                        "max_wal_size=128MB",
                        "min_wal_size=32MB",
                        "wal_level=minimal",
                        "max_wal_senders=0",
                        "max_worker_processes=2",
                        "max_parallel_workers=0",
                        "autovacuum_max_workers=1",
                        "io_method=sync",
                        "jit=off",
                        "logging_collector=off",
                        "log_min_error_statement=panic");
        List<String> command = new ArrayList<>(identity.run(List.of()));
        command.addAll(List.of(binaries.program("postgres"), "-D", data().toString()));
        settings.forEach(setting -> command.addAll(List.of("-c", setting)));
        // a session of its own: Ctrl-C in a terminal must reach us, and the server through us
        command.addFirst("setsid");
        return List.copyOf(command);
    }

    /** The command line that stops it without waiting for its clients. */
    List<String> stop(Duration atMost) {
        return identity.run(
                List.of(
                        binaries.program("pg_ctl"),
                        "stop",
                        "-D",
                        data().toString(),
                        "-m",
                        "fast",
                        "-w",
                        "-t",
                        Long.toString(atMost.toSeconds())));
    }

    private void initialise(Path data) throws IOException {
        Path partial = folder.resolve("data.partial");
        FileSystemUtils.deleteRecursively(partial);
        Commands.run(
                identity.run(
                        List.of(
                                binaries.program("initdb"),
                                "--pgdata=" + partial,
                                "--username=" + USER,
                                "--pwfile=" + folder.resolve("password"),
                                "--auth=scram-sha-256",
                                "--encoding=UTF8",
                                "--locale-provider=builtin",
                                "--locale=C.UTF-8",
                                "--data-checksums")),
                INITDB_TIMEOUT);
        Files.move(partial, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private void requireSameVersion() throws IOException {
        String version = Files.readString(data().resolve("PG_VERSION")).strip();
        if (!version.equals(PostgresBinaries.MAJOR)) {
            throw new StartRefusedException(
                    "%s: made by PostgreSQL %s (expected: %s; dump it with the Warren that made it and restore it with this one)"
                            .formatted(data(), version, PostgresBinaries.MAJOR));
        }
    }

    private static String password(Path file, SecureRandom random) throws IOException {
        if (Files.notExists(file)) {
            byte[] secret = new byte[24];
            random.nextBytes(secret);
            Path partial = file.resolveSibling("password.partial");
            Files.deleteIfExists(partial);
            Files.createFile(
                    partial,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(partial, HexFormat.of().formatHex(secret));
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file).strip();
    }
}
