package dev.warren.app.lab;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program started for a measurement, with its output in a file. Closing it ends it and all that
 * it started.
 */
public final class Child implements AutoCloseable {

    private static final int LOG_READ_LIMIT = 1 << 20;
    private static final int TAIL = 2_000;

    private final String name;
    private final Process process;
    private final Path log;
    private final Duration grace;

    /**
     * @param grace how long it may take to end when it is asked to
     */
    Child(String name, Process process, Path log, Duration grace) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.grace = grace;
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** The child's standard input; the child reads end of file when the writer is closed. */
    public BufferedWriter input() {
        return process.outputWriter(StandardCharsets.UTF_8);
    }

    /**
     * Waits for a line of output.
     *
     * @throws LabException when the child ends or {@code limit} passes first
     */
    public MatchResult awaitOutput(Pattern pattern, Duration limit) {
        Matcher[] found = new Matcher[1];
        Waiting.until(
                limit,
                () -> {
                    boolean ended = !alive();
                    Matcher matcher = pattern.matcher(output());
                    found[0] = matcher;
                    return matcher.find() || ended;
                });
        if (found[0] == null || !found[0].hasMatch()) {
            throw new LabException(
                    "%s: no line like %s %s; it said: %s"
                            .formatted(
                                    name,
                                    pattern,
                                    alive()
                                            ? "within " + limit.toSeconds() + " s"
                                            : "before it ended",
                                    tail()));
        }
        return found[0].toMatchResult();
    }

    /** The first megabyte of output. */
    public String output() {
        return read(0, LOG_READ_LIMIT);
    }

    /** How many lines of all its output so far {@code wanted} is found in. */
    public long lines(Pattern wanted) {
        // by single bytes, so that nothing that a program prints is malformed
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> wanted.matcher(line).find()).count();
        } catch (IOException | UncheckedIOException e) {
            throw new LabException("%s: its output cannot be read: %s".formatted(name, e));
        }
    }

    /** The last words of the output. */
    public String tail() {
        return read(Math.max(0, log.toFile().length() - TAIL), TAIL).strip();
    }

    private String read(long from, int most) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.clamp(file.length() - from, 0, most)];
            file.seek(from);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(its output cannot be read: " + e.getMessage() + ")";
        }
    }

    /** Waits for the end and gives the exit status, or empty-handed throws {@link LabException}. */
    public int awaitExit(Duration limit) {
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
        throw new LabException("%s: did not end within %d s".formatted(name, limit.toSeconds()));
    }

    /** Ends the process as {@code kill -9} does, without its knowing; its children live on. */
    public void kill() {
        process.destroyForcibly();
        Waiting.until(grace, () -> !alive());
    }

    /** Asks the process to end, waits a little, then forces it and all below it. */
    @Override
    public void close() {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroy();
        Waiting.until(grace, () -> !alive());
        process.destroyForcibly();
        below.forEach(ProcessHandle::destroyForcibly);
        Waiting.until(grace, () -> !alive());
    }
}
