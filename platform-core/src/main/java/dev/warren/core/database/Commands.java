package dev.warren.core.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs short programs to their end. */
final class Commands {

    private static final int MOST_OUTPUT = 16_384;

    private Commands() {}

    /** Whether {@code command} exists and exits with 0 within five seconds. */
    static boolean succeeds(List<String> command) {
        try {
            run(command, Duration.ofSeconds(5));
            return true;
        } catch (IOException failed) {
            return false;
        }
    }

    /**
     * Runs {@code command} and waits for it.
     *
     * @throws IOException with the start of its output when it fails or takes too long
     */
    static void run(List<String> command, Duration atMost) throws IOException {
        Process process = builder(command).start();
        process.getOutputStream().close();
        Thread timer = Thread.ofVirtual().start(() -> killAfter(process, atMost));
        try {
            String output;
            try (InputStream out = process.getInputStream()) {
                output = new String(out.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
                out.transferTo(OutputStream.nullOutputStream());
            }
            // its output has ended, so it ends too, by itself or by the timer
            boolean ended = process.waitFor(atMost.toNanos(), TimeUnit.NANOSECONDS);
            if (!ended || process.exitValue() != 0) {
                throw new IOException(
                        "%s: %s: %s"
                                .formatted(
                                        command,
                                        ended
                                                ? "exit status " + process.exitValue()
                                                : "runs on without output",
                                        output.strip()));
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException(command + ": interrupted", interrupted);
        } finally {
            timer.interrupt();
        }
    }

    static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    private static void killAfter(Process process, Duration atMost) {
        try {
            if (!process.waitFor(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }
}
