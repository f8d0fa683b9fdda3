package dev.warren.tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.warren.core.people.PublicKeyText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** Real SSH clients as processes. All that still run are killed when this is closed. */
final class Clients implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final int MOST_OUTPUT = 1 << 20;

    private final Path folder;
    private final int port;
    private final BiConsumer<String, PublicKeyText> people;
    private final List<Running> running = new CopyOnWriteArrayList<>();

    Clients(Path folder, int port, BiConsumer<String, PublicKeyText> people) {
        this.folder = folder;
        this.port = port;
        this.people = people;
    }

    /** Skips the test where a client is not installed, and fails it where it has to be. */
    static void require(String... programs) {
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

    /** The private key of {@code user}, made, like the account, at its first use. */
    Path key(String user) {
        Path file = folder.resolve("key-" + user);
        if (!Files.exists(file)) {
            start("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString()).awaitEnd();
            try {
                people.accept(user, PublicKeyText.parse(Files.readString(Path.of(file + ".pub"))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return file;
    }

    /** {@code ssh} as {@code user}; the words are what follows the usual options. */
    Running ssh(String user, String... words) {
        List<String> command = new ArrayList<>(List.of("ssh"));
        command.addAll(options(user));
        command.addAll(List.of(words));
        return start(command.toArray(String[]::new));
    }

    /** Options of OpenSSH's programs that use nothing of this machine. */
    List<String> options(String user) {
        return List.of(
                "-F", "none",
                "-o", "UserKnownHostsFile=/dev/null",
                "-o", "StrictHostKeyChecking=no",
                "-o", "IdentitiesOnly=yes",
                "-o", "IdentityAgent=none",
                "-o", "BatchMode=yes",
                "-i", key(user).toString(),
                "-p", Integer.toString(port));
    }

    /** Where users connect to. */
    static String at(String user) {
        return user + "@127.0.0.1";
    }

    Running start(String... command) {
        return start(Map.of(), command);
    }

    Running start(Map<String, String> environment, String... command) {
        try {
            var builder = new ProcessBuilder(command).directory(folder.toFile());
            builder.environment().put("HOME", folder.toString());
            builder.environment().putAll(environment);
            builder.redirectErrorStream(true);
            var client = new Running(builder.start());
            running.add(client);
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code ssh} writes as {@code user} with a command that ends with {@code status}. */
    String run(int status, String user, String... words) {
        List<String> all = new ArrayList<>(List.of(at(user)));
        all.addAll(List.of(words));
        Running client = ssh(user, all.toArray(String[]::new));
        client.closeInput();
        assertThat(client.awaitEnd()).as(client.output()).isEqualTo(status);
        return client.output();
    }

    /** What {@code curl} writes when it asks for {@code host} somewhere else. */
    String curl(String host, String... words) {
        List<String> all =
                new ArrayList<>(List.of("curl", "-sS", "-H", "Host: " + host, "--max-time", "60"));
        all.addAll(List.of(words));
        Running client = start(all.toArray(String[]::new));
        assertThat(client.awaitEnd()).as(client.output()).isZero();
        return client.output();
    }

    @Override
    public void close() {
        running.forEach(Running::kill);
    }

    /** A client that runs, and what it has written to stdout and stderr. */
    static final class Running {

        private final Process process;
        private final StringBuffer output = new StringBuffer();
        private final Thread reader;

        Running(Process process) {
            this.process = process;
            this.reader = Thread.startVirtualThread(() -> read(process.getInputStream()));
        }

        long pid() {
            return process.pid();
        }

        String output() {
            return output.toString();
        }

        boolean isAlive() {
            return process.isAlive();
        }

        /**
         * Waits until {@code regex} is found in what was written; gives its first group, or all.
         */
        String await(String regex) {
            Pattern pattern = Pattern.compile(regex);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(output()).containsPattern(pattern));
            Matcher matcher = pattern.matcher(output());
            assertThat(matcher.find()).isTrue();
            return matcher.group(Math.min(1, matcher.groupCount()));
        }

        /** Waits for the end and for all output; gives the exit status. */
        int awaitEnd() {
            try {
                assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .as("the client ended; it wrote: %s", output)
                        .isTrue();
                // a child in the background may keep the output open
                reader.join(LAST_WORDS);
                return process.exitValue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        void send(String text) {
            try {
                process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void closeInput() {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Ends it like {@code kill -9}, with what it started. */
        void kill() {
            List<ProcessHandle> children = process.descendants().toList();
            // the parent first: autossh starts another child for every one that ends
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }

        void signal(String name) {
            try {
                int status =
                        new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                                .inheritIO()
                                .start()
                                .waitFor();
                assertThat(status).isZero();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        private void read(InputStream stream) {
            byte[] bytes = new byte[8192];
            try (stream) {
                for (int n = stream.read(bytes); n >= 0; n = stream.read(bytes)) {
                    if (output.length() < MOST_OUTPUT) {
                        output.append(new String(bytes, 0, n, StandardCharsets.UTF_8));
                    }
                }
            } catch (IOException closed) {
                // it was killed
            }
        }
    }
}
