package dev.warren.app.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A temporary directory and the programs that run in it. When it is closed, or the JVM ends for any
 * reason that runs shutdown hooks (Ctrl-C does), the programs are ended, newest first, then every
 * process that still names the directory on its command line (a database that outlived its parent),
 * and the directory is deleted. Thread-safe.
 */
public final class Workspace implements AutoCloseable {

    private static final int MOST_CHILDREN = 512;
    private static final int DELETIONS = 5;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Path root;
    private final Duration grace;
    private final ProcFs proc = ProcFs.system();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Thread hook = new Thread(this::clean, "workspace-cleaner");
    private boolean closed;
    private int started;

    public Workspace(String prefix) {
        this(prefix, Duration.ofSeconds(15));
    }

    /**
     * @param grace how long programs may take to end when they are asked to
     */
    Workspace(String prefix, Duration grace) {
        this.grace = grace;
        try {
            root = Files.createTempDirectory(prefix).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(hook);
    }

    public Path root() {
        return root;
    }

    public Path file(String name) {
        return root.resolve(name);
    }

    /** Writes a small file, such as a configuration, and gives its path. */
    public Path write(String name, String text) {
        try {
            return Files.writeString(file(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new directory in the workspace. */
    public Path directory(String name) {
        try {
            return Files.createDirectories(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a program; output and errors go to a file of the workspace. */
    public Child start(String name, List<String> command) {
        return start(name, command, Map.of());
    }

    /** As {@link #start(String, List)}, with additions to the environment. */
    public synchronized Child start(String name, List<String> command, Map<String, String> env) {
        if (closed || open.size() >= MOST_CHILDREN) {
            throw new LabException(
                    "%s: not started, %d programs (expected: at most %d) %s"
                            .formatted(
                                    name,
                                    open.size(),
                                    MOST_CHILDREN,
                                    closed ? "were ended" : "run"));
        }
        Path log = file("%03d-%s.log".formatted(started++, name));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(root.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(env);
        try {
            return keep(new Child(name, builder.start(), log, grace));
        } catch (IOException e) {
            throw new LabException("%s: cannot start %s".formatted(name, command.getFirst()), e);
        }
    }

    /** Has something closed with the workspace, before what was kept earlier. */
    public synchronized <T extends AutoCloseable> T keep(T resource) {
        open.add(resource);
        return resource;
    }

    /** Closes something now that {@link #start} or {@link #keep} gave. */
    public void end(AutoCloseable resource) {
        synchronized (this) {
            open.remove(resource);
        }
        quietly(resource);
    }

    @Override
    public void close() {
        clean();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the JVM is ending, and the hook is or was what cleans
        }
    }

    private void clean() {
        List<AutoCloseable> rest;
        synchronized (this) {
            closed = true;
            rest = new ArrayList<>(open).reversed();
            open.clear();
        }
        rest.forEach(Workspace::quietly);
        proc.withArgument(root.toString()).forEach(Workspace::destroy);
        delete();
    }

    private static void destroy(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static void quietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            System.err.println("not closed cleanly: " + e.getMessage());
        }
    }

    /** More than once: a process that was just killed may have been writing still. */
    private void delete() {
        for (int i = 0; i < DELETIONS && Files.exists(root); i++) {
            try (Stream<Path> all = Files.walk(root)) {
                all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            } catch (IOException | UncheckedIOException e) {
                Waiting.pass(PAUSE); // a file went away under the walk
            }
        }
        if (Files.exists(root)) {
            System.err.println("not deleted: " + root);
        }
    }
}
