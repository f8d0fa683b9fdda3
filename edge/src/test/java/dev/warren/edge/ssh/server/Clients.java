package dev.warren.edge.ssh.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.warren.core.people.PublicKeyText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Real SSH clients as processes, with their files in one folder. */
public final class Clients {

    private static final int MOST_SECONDS = 30;
    private static final int MOST_OUTPUT = 4 << 20;

    private final Path folder;
    private final int port;

    public Clients(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Skips the test where a client is not installed, and fails it where it has to be. */
    public static void require(String... programs) {
        for (String program : programs) {
            boolean there =
                    Arrays.stream(System.getenv("PATH").split(":"))
                            .anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
            if (Boolean.getBoolean("clients.required")) {
                assertThat(there).as(program + " is installed").isTrue();
            }
            assumeTrue(there, program + " is not installed");
        }
    }

    /** Makes a key pair and gives the private file. */
    public Path key(String name, String... options) {
        Path file = folder.resolve(name);
        List<String> command =
                new ArrayList<>(List.of("ssh-keygen", "-q", "-N", "", "-C", name, "-f"));
        command.add(file.toString());
        command.addAll(options.length == 0 ? List.of("-t", "ed25519") : List.of(options));
        assertThat(run(command).status()).isZero();
        return file;
    }

    public static PublicKeyText publicKey(Path privateKey) throws IOException {
        return PublicKeyText.parse(Files.readString(Path.of(privateKey + ".pub")));
    }

    /** Options of OpenSSH's programs that make them use {@code key} and nothing of this machine. */
    public List<String> options(Path... keys) {
        List<String> options =
                new ArrayList<>(
                        List.of(
                                "-F",
                                "none",
                                "-o",
                                "UserKnownHostsFile=" + knownHosts(),
                                "-o",
                                "StrictHostKeyChecking=yes",
                                "-o",
                                "IdentitiesOnly=yes",
                                "-o",
                                "IdentityAgent=none",
                                "-o",
                                "BatchMode=yes",
                                "-o",
                                "LogLevel=INFO"));
        for (Path key : keys) {
            options.addAll(List.of("-i", key.toString()));
        }
        return options;
    }

    /** A file that knows the door's host key, which it kept in {@code ssh/} of the folder. */
    private Path knownHosts() {
        Path file = folder.resolve("known_hosts");
        Path hostKey = folder.resolve("ssh/ssh_host_ed25519_key");
        var shown = run(List.of("ssh-keygen", "-y", "-f", hostKey.toString()));
        assertThat(shown.status()).as(shown.err()).isZero();
        try {
            return Files.writeString(file, "[127.0.0.1]:%d %s".formatted(port, shown.out()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code ssh} with one key, logging in as {@code user}; the words follow the host. */
    public Result ssh(Path key, String user, String... words) {
        return run(sshCommand(List.of(key), user, List.of(), words));
    }

    public List<String> sshCommand(
            List<Path> keys, String user, List<String> flags, String... words) {
        List<String> command = new ArrayList<>(List.of("ssh"));
        command.addAll(options(keys.toArray(Path[]::new)));
        command.addAll(List.of("-p", Integer.toString(port)));
        command.addAll(flags);
        command.add(user + "@127.0.0.1");
        command.addAll(List.of(words));
        return command;
    }

    public Result run(List<String> command) {
        return run(command, "");
    }

    public Result run(List<String> command, String input) {
        try (Running running = start(command)) {
            try (var in = running.process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException early) {
                // it ended without reading
            }
            return running.await();
        }
    }

    public Running start(List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
            builder.environment().put("HOME", folder.toString());
            builder.environment().put("TERM", "dumb");
            return new Running(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with a terminal that a cursor can be moved on. */
    Running onTerminal(List<String> command) {
        List<String> all = new ArrayList<>(List.of("env", "TERM=xterm"));
        all.addAll(command);
        return start(all);
    }

    public record Result(int status, String out, String err) {}

    /** A client that runs; killed when closed. */
    public static final class Running implements AutoCloseable {

        final Process process;
        private final CompletableFuture<String> out;
        private final CompletableFuture<String> err;
        private final StringBuffer soFar = new StringBuffer();

        Running(Process process) {
            this.process = process;
            this.out = read(process.getInputStream(), soFar);
            this.err = read(process.getErrorStream(), new StringBuffer());
        }

        void type(String keys) throws IOException {
            process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        }

        /** What it wrote to stdout up to now. */
        String outSoFar() {
            return soFar.toString();
        }

        Result await() {
            try {
                assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS))
                        .as("client ended; it wrote: %s", soFar)
                        .isTrue();
                return new Result(
                        process.exitValue(),
                        out.get(5, TimeUnit.SECONDS),
                        err.get(5, TimeUnit.SECONDS));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        private static CompletableFuture<String> read(InputStream stream, StringBuffer into) {
            return CompletableFuture.supplyAsync(
                    () -> {
                        byte[] bytes = new byte[8192];
                        try {
                            for (int n = stream.read(bytes); n >= 0; n = stream.read(bytes)) {
                                if (into.length() < MOST_OUTPUT) {
                                    into.append(new String(bytes, 0, n, StandardCharsets.UTF_8));
                                }
                            }
                        } catch (IOException closed) {
                            // the process was killed
                        }
                        return into.toString();
                    },
                    task -> Thread.ofVirtual().start(task));
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
