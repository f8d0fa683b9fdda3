package dev.warren.core.database;

import dev.warren.core.testing.PreparedHostKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * Data directories whose embedded PostgreSQL is unpacked and initialised already, and with an RSA
 * host key, which takes seconds: done once for each test JVM and copied from then on. What it is
 * like to start on nothing, tests of the database and of the packaged program show.
 *
 * <pre>{@code
 * "warren.data-dir=" + PreparedData.in(folder.resolve("data"))
 * }</pre>
 */
public final class PreparedData {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private PreparedData() {}

    /** Made when the first test wants it; its programs are used until this JVM ends. */
    private static final class Template {
        private static final Path FOLDER = make();

        private static Path make() {
            try {
                Path folder = Files.createTempDirectory("warren-prepared-postgres");
                Runtime.getRuntime()
                        .addShutdownHook(
                                Thread.ofPlatform().unstarted(() -> deleteRecursively(folder)));
                // as whom PostgreSQL runs must be able to enter
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
                PostgresCluster.prepare(folder, new SecureRandom());
                return folder;
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        private static void deleteRecursively(Path folder) {
            try {
                FileSystemUtils.deleteRecursively(folder);
            } catch (IOException left) {
                System.err.println(folder + " is left behind: " + left);
            }
        }
    }

    /**
     * {@code data} itself, with a database in it; one that has a database already is left as is.
     */
    public static Path in(Path data) {
        PreparedHostKey.in(data.resolve("ssh"));
        Path folder = data.resolve("postgres");
        if (Files.exists(folder)) {
            return data;
        }
        try {
            Files.createDirectories(folder);
            try (Stream<Path> parts = Files.list(Template.FOLDER)) {
                for (Path part : (Iterable<Path>) parts::iterator) {
                    add(part, folder);
                }
            }
            return data;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void add(Path part, Path folder) throws IOException {
        if (part.getFileName().toString().startsWith("server-")) {
            Files.createSymbolicLink(folder.resolve(part.getFileName()), part);
        } else {
            // with owners and modes, about which PostgreSQL is strict
            Commands.run(List.of("cp", "-a", part.toString(), folder.toString()), LIMIT);
        }
    }
}
