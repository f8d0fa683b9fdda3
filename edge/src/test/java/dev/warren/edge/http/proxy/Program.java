package dev.warren.edge.http.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Real clients as processes, such as curl. */
public final class Program {

    private static final int MOST_SECONDS = 30;
    private static final int MOST_OUTPUT = 16 << 20;

    private Program() {}

    /** How a client ended and what it wrote, its errors among it. */
    public record Result(int status, String output) {}

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

    /** Runs it to its end. */
    public static Result run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            CompletableFuture<String> output =
                    CompletableFuture.supplyAsync(
                            () -> read(process.getInputStream()),
                            task -> Thread.ofVirtual().start(task));
            boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            String text = output.get(5, TimeUnit.SECONDS);
            assertThat(ended).as("ended; it wrote: %s", text).isTrue();
            return new Result(process.exitValue(), text);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String read(InputStream in) {
        try (in) {
            return new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
