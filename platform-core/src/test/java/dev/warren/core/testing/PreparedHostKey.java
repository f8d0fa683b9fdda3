package dev.warren.core.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

/**
 * The RSA host key of all servers that one test JVM starts, made by {@code ssh-keygen} in no time:
 * each of them would take seconds of processor time for its own. Where there is no {@code
 * ssh-keygen}, they do.
 */
public final class PreparedHostKey {

    private static final String NAME = "ssh_host_rsa_key";

    private PreparedHostKey() {}

    private static final class Made {
        private static final Path FILE = make();

        private static Path make() {
            try {
                Path folder = Files.createTempDirectory("warren-host-key");
                Path file = folder.resolve(NAME);
                folder.toFile().deleteOnExit();
                file.toFile().deleteOnExit();
                folder.resolve(NAME + ".pub").toFile().deleteOnExit();
                Process process =
                        new ProcessBuilder(
                                        "ssh-keygen",
                                        "-q",
                                        "-t",
                                        "rsa",
                                        "-b",
                                        "3072",
                                        "-N",
                                        "",
                                        "-C",
                                        "test",
                                        "-f",
                                        file.toString())
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start();
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
                return file;
            } catch (IOException notThere) {
                return Path.of(NAME);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return Path.of(NAME);
            }
        }
    }

    /** Puts it into a folder of host keys, which is made; one that is there stays. */
    public static void in(Path folder) {
        try {
            Path file = folder.resolve(NAME);
            if (Files.exists(Made.FILE) && Files.notExists(file)) {
                Files.createDirectories(folder);
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
                Files.copy(Made.FILE, file);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
