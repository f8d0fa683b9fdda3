package dev.warren.registry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.warren.core.people.Account;
import dev.warren.core.people.People;
import dev.warren.core.people.PublicKeyText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real OpenSSH client, as one account. */
final class Ssh {

    private static final int SECONDS = 30;

    private final Path key;
    private final String name;
    private final int port;

    private Ssh(Path key, String name, int port) {
        this.key = key;
        this.name = name;
        this.port = port;
    }

    /** What came of a command. */
    record Result(int status, String out, String err) {}

    /** Gives {@code account} a key; skips the test where there is no client, unless required. */
    static Ssh of(RunningRegistry registry, Account account, Path folder) throws Exception {
        boolean there =
                Arrays.stream(System.getenv("PATH").split(":"))
                        .anyMatch(dir -> Files.isExecutable(Path.of(dir, "ssh")));
        if (Boolean.getBoolean("clients.required")) {
            assertThat(there).as("ssh is installed").isTrue();
        }
        assumeTrue(there, "ssh is not installed");
        Path key = folder.resolve("key-" + account.name());
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
                .start()
                .waitFor(SECONDS, TimeUnit.SECONDS);
        registry.bean(People.class)
                .keys()
                .add(account, PublicKeyText.parse(Files.readString(Path.of(key + ".pub"))));
        return new Ssh(key, account.name().value(), registry.port("ssh"));
    }

    /** Runs a command and waits for its end. */
    Result run(String command) throws IOException, InterruptedException {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "ssh",
                                "-F",
                                "none",
                                "-o",
                                "UserKnownHostsFile=/dev/null",
                                "-o",
                                "StrictHostKeyChecking=no",
                                "-o",
                                "LogLevel=ERROR",
                                "-o",
                                "IdentitiesOnly=yes",
                                "-o",
                                "IdentityAgent=none",
                                "-o",
                                "BatchMode=yes",
                                "-i",
                                key.toString(),
                                "-p",
                                Integer.toString(port),
                                name + "@127.0.0.1"));
        words.add(command);
        Path out = Files.createTempFile(key.resolveSibling(""), "out", "");
        Path err = Files.createTempFile(key.resolveSibling(""), "err", "");
        Process process =
                new ProcessBuilder(words)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        try {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as(command).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Result(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
