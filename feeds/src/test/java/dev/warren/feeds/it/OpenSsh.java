package dev.warren.feeds.it;

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

/** The real OpenSSH clients, as one account. */
final class OpenSsh {

    private static final int SECONDS = 60;

    private final Path key;
    private final String name;
    private final int port;

    private OpenSsh(Path key, String name, int port) {
        this.key = key;
        this.name = name;
        this.port = port;
    }

    /** What came of a program. */
    record Result(int status, String out, String err) {}

    /** Gives {@code account} a key; skips the test where there are no clients, unless required. */
    static OpenSsh of(RunningFeeds feeds, Account account, Path folder) throws Exception {
        boolean there =
                List.of("ssh", "scp", "sftp").stream()
                        .allMatch(program ->
                                Arrays.stream(System.getenv("PATH").split(":"))
                                        .anyMatch(
                                                dir -> Files.isExecutable(Path.of(dir, program))));
        if (Boolean.getBoolean("clients.required")) {
            assertThat(there).as("ssh, scp and sftp are installed").isTrue();
        }
        assumeTrue(there, "ssh, scp or sftp is not installed");
        Path key = folder.resolve("key-" + account.name());
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
                .start()
                .waitFor(SECONDS, TimeUnit.SECONDS);
        feeds.bean(People.class)
                .keys()
                .add(account, PublicKeyText.parse(Files.readString(Path.of(key + ".pub"))));
        return new OpenSsh(key, account.name().value(), feeds.port("ssh"));
    }

    Result run(String command) throws IOException, InterruptedException {
        return run(command, "");
    }

    /** Runs a command with {@code input} and waits for its end. */
    Result run(String command, String input) throws IOException, InterruptedException {
        return start(input, List.of("ssh"), "-p", List.of(name + "@127.0.0.1", command));
    }

    Result scpTo(Path file, String target) throws IOException, InterruptedException {
        return start("", List.of("scp"), "-P", List.of(file.toString(), remote(target)));
    }

    Result scpFrom(String source, Path file) throws IOException, InterruptedException {
        return start("", List.of("scp"), "-P", List.of(remote(source), file.toString()));
    }

    Result sftp(String batch) throws IOException, InterruptedException {
        return start(batch, List.of("sftp", "-b", "-"), "-P", List.of(name + "@127.0.0.1"));
    }

    private String remote(String path) {
        return name + "@127.0.0.1:" + path;
    }

    private Result start(String input, List<String> program, String portFlag, List<String> rest)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(program);
        for (String option :
                List.of(
                        "UserKnownHostsFile=/dev/null",
                        "StrictHostKeyChecking=no",
                        "LogLevel=ERROR",
                        "IdentitiesOnly=yes",
                        "IdentityAgent=none",
                        "BatchMode=yes")) {
            words.add("-o");
            words.add(option);
        }
        words.addAll(List.of("-F", "none", "-i", key.toString(), portFlag, Integer.toString(port)));
        words.addAll(rest);
        Path folder = key.resolveSibling("");
        Path in = Files.writeString(Files.createTempFile(folder, "in", ""), input);
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        Process process =
                new ProcessBuilder(words)
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        try {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as("%s", words).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Result(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
