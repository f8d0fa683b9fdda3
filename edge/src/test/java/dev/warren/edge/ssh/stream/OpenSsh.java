package dev.warren.edge.ssh.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The real OpenSSH client as a child process. */
final class OpenSsh implements AutoCloseable {

    private final Process process;
    private final Path log;

    private OpenSsh(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Whether the client is installed; with {@code -Dclients.required=true} it must be. */
    static boolean installed() {
        boolean found =
                List.of("/usr/bin/ssh", "/usr/local/bin/ssh").stream()
                        .anyMatch(path -> Files.isExecutable(Path.of(path)));
        if (Boolean.getBoolean("clients.required")) {
            assertThat(found).as("the OpenSSH client is installed").isTrue();
        }
        return found;
    }

    static Path key(Path dir) throws IOException, InterruptedException {
        Path key = dir.resolve("id_ed25519");
        if (!Files.exists(key)) {
            Process made =
                    new ProcessBuilder(
                                    "ssh-keygen",
                                    "-q",
                                    "-t",
                                    "ed25519",
                                    "-N",
                                    "",
                                    "-f",
                                    key.toString())
                            .start();
            assertThat(made.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        return key;
    }

    static OpenSsh start(Path dir, int port, String... words)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "ssh",
                                "-v",
                                "-F",
                                "none",
                                "-i",
                                key(dir).toString(),
                                "-o",
                                "IdentitiesOnly=yes",
                                "-o",
                                "StrictHostKeyChecking=no",
                                "-o",
                                "UserKnownHostsFile=/dev/null",
                                "-o",
                                "ExitOnForwardFailure=yes",
                                "-p",
                                String.valueOf(port)));
        command.addAll(List.of(words));
        command.add("alice@127.0.0.1");
        Path log = Files.createTempFile(dir, "ssh", ".log");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        return new OpenSsh(process, log);
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    OpenSsh awaitLog(String words) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(log()).contains(words));
        return this;
    }

    /** The port that the server chose for {@code -R 0:…}. */
    int allocatedPort() throws IOException {
        awaitLog("Allocated port ");
        String text = log();
        int start = text.indexOf("Allocated port ") + "Allocated port ".length();
        return Integer.parseInt(text.substring(start, text.indexOf(' ', start)));
    }

    Process process() {
        return process;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
