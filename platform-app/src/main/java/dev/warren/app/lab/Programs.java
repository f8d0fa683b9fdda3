package dev.warren.app.lab;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine's own programs that measurements use as clients and peers. */
public final class Programs {

    private static final List<String> USUAL = List.of("/usr/sbin", "/usr/local/sbin", "/sbin");
    private static final Duration QUICK = Duration.ofSeconds(10);

    private Programs() {}

    /** The absolute path of a program on the PATH or in the system's own directories. */
    public static Optional<Path> find(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(File.pathSeparator, -1)), USUAL.stream())
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * @param debianPackage what to install when it is missing
     * @throws LabException when it is missing
     */
    public static Path need(String name, String debianPackage) {
        return find(name)
                .orElseThrow(() ->
                        new LabException(
                                "%s: not found (expected: on the PATH; on Debian: apt-get install %s)"
                                        .formatted(name, debianPackage)));
    }

    public static Path ssh() {
        return need("ssh", "openssh-client");
    }

    /** The first line a program prints, such as its version; the exit status does not matter. */
    public static String firstLine(Workspace workspace, String name, List<String> command) {
        Child child = workspace.start(name, command);
        child.awaitExit(QUICK);
        workspace.end(child);
        return child.output().lines().findFirst().orElse("").strip();
    }

    /** How a program ended and what it printed, of which {@code tail} are the last words. */
    public record Said(int status, String output, String tail) {}

    /** Runs a program to its end. */
    public static Said say(Workspace workspace, String name, List<String> command, Duration limit) {
        Child child = workspace.start(name, command);
        int status = child.awaitExit(limit);
        workspace.end(child);
        return new Said(status, child.output(), child.tail());
    }

    /** Runs a program to its end, which must be a good one, and gives its output. */
    public static String run(
            Workspace workspace, String name, List<String> command, Duration limit) {
        Said said = say(workspace, name, command, limit);
        if (said.status() != 0) {
            throw new LabException(
                    "%s: exit status %d (expected: 0); it said: %s"
                            .formatted(name, said.status(), said.tail()));
        }
        return said.output();
    }
}
