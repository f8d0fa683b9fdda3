package dev.warren.core.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Servers that outlived the process that started them, because it was killed. Only called while the
 * folder's lock is held, so none of them can belong to another running Warren.
 */
final class PostgresOrphans {

    private static final Logger log = LoggerFactory.getLogger(PostgresOrphans.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path data;

    PostgresOrphans(Path data) {
        this.data = data;
    }

    /** Ends them, and removes what they left behind. */
    void reap() throws IOException {
        List<ProcessHandle> orphans = ProcessHandle.allProcesses().filter(this::isOurs).toList();
        if (!orphans.isEmpty()) {
            log.info(
                    "Ending the PostgreSQL that an earlier run left behind pids={}",
                    orphans.stream().map(ProcessHandle::pid).toList());
        }
        // SIGTERM to the first of them, which ends the others, and waits for its clients: those
        // died with the process that was killed
        orphans.stream()
                .filter(orphan -> orphan.parent().filter(orphans::contains).isEmpty())
                .forEach(ProcessHandle::destroy);
        for (ProcessHandle orphan : orphans) {
            if (!ends(orphan)) {
                orphan.destroyForcibly();
                ends(orphan);
            }
        }
        // its number may belong to a stranger's process by now, for which the server would take it
        Files.deleteIfExists(data.resolve("postmaster.pid"));
    }

    /** A server runs in its data directory; that is what tells ours from others. */
    private boolean isOurs(ProcessHandle process) {
        boolean postgres =
                process.info().command().filter(path -> path.endsWith("/postgres")).isPresent();
        if (!postgres) {
            return false;
        }
        try {
            Path directory = Path.of("/proc", Long.toString(process.pid()), "cwd");
            return Files.readSymbolicLink(directory).equals(data.toRealPath());
        } catch (IOException notReadable) {
            return false;
        }
    }

    private static boolean ends(ProcessHandle process) {
        CompletableFuture<ProcessHandle> end = process.onExit();
        try {
            end.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException stillThere) {
            return !process.isAlive();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }
}
