package dev.warren.edge.http.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The Unix domain socket between the edge and the control plane, in a directory that only this user
 * can enter.
 *
 * @param path where it is, short enough for the kernel
 */
public record PlatformSocket(Path path) {

    /** {@code sun_path} holds 108 bytes on Linux and 104 elsewhere, with a zero at the end. */
    private static final int MAX_PATH_BYTES = 103;

    private static final String NAME = "platform.sock";
    private static final String OWNER_ONLY = "rwx------";

    /**
     * Makes the directory, below {@code dataDir} when the path is short enough and in the system's
     * temporary directory otherwise, and removes a socket that a killed process left.
     */
    public static PlatformSocket in(Path dataDir) {
        Path wanted = dataDir.toAbsolutePath().resolve("run").resolve(NAME);
        try {
            Path path =
                    fits(wanted)
                            ? inside(wanted)
                            : Files.createTempDirectory("warren-").resolve(NAME);
            Files.deleteIfExists(path);
            return new PlatformSocket(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean fits(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_PATH_BYTES;
    }

    private static Path inside(Path path) throws IOException {
        Path directory = path.resolveSibling("");
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(OWNER_ONLY));
        return path;
    }
}
