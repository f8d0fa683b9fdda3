package dev.warren.registry.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs of others, run to their end below one folder. */
final class Program {

    private static final int MOST_SECONDS = 60;

    private final Path folder;

    /** Skips the test unless they are installed, and this is root, as their storage wants. */
    Program(Path folder, String... names) throws IOException {
        for (String name : names) {
            assumeTrue(isInstalled(name), name + " is not installed");
        }
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "not root");
        this.folder = folder;
        Files.writeString(
                folder.resolve("policy.json"),
                "{\"default\":[{\"type\":\"insecureAcceptAnything\"}]}");
    }

    private static boolean isInstalled(String name) {
        return Arrays.stream((System.getenv("PATH") + ":/usr/sbin").split(":"))
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, name)));
    }

    /** Begins it; what it prints goes to a file. */
    Process start(Path log, Map<String, String> environment, List<String> command)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("HOME", folder.toString());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** What it prints; fails unless it ends well. */
    String run(Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "program", ".log");
        Process process = start(log, environment, command);
        boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        String said = new String(Files.readAllBytes(log), UTF_8);
        assertThat(ended && process.exitValue() == 0).as("%s: %s", command, said).isTrue();
        return said;
    }
}
