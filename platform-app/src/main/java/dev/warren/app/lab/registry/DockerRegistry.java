package dev.warren.app.lab.registry;

import dev.warren.app.lab.Child;
import dev.warren.app.lab.Entrance;
import dev.warren.app.lab.Folders;
import dev.warren.app.lab.LabException;
import dev.warren.app.lab.Ports;
import dev.warren.app.lab.ProcFs;
import dev.warren.app.lab.Programs;
import dev.warren.app.lab.Waiting;
import dev.warren.app.lab.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Debian's {@code docker-registry} with files in the workspace and its package's own settings for
 * caches, without log-in: to push to, or as a pull-through cache of one upstream.
 */
public final class DockerRegistry implements AutoCloseable {

    private static final ProcFs PROC = ProcFs.system();

    private final Workspace workspace;
    private final Child child;
    private final int port;
    private final Path files;

    private DockerRegistry(Workspace workspace, Child child, int port, Path files) {
        this.workspace = workspace;
        this.child = child;
        this.port = port;
        this.files = files;
    }

    public static Path program() {
        return Programs.need("docker-registry", "docker-registry");
    }

    /** One to push to. */
    public static DockerRegistry hosted(Workspace workspace) {
        return start(workspace, "docker-hosted", "");
    }

    /** One that pulls through. */
    public static DockerRegistry proxy(Workspace workspace, String upstream) {
        return start(workspace, "docker-proxy", "proxy:\n  remoteurl: " + upstream + "\n");
    }

    private static DockerRegistry start(Workspace workspace, String name, String more) {
        int port = Ports.free(1).getFirst();
        Path files = workspace.directory(name);
        String config =
                """
                version: 0.1
                log:
                  level: error
                  accesslog:
                    disabled: true
                storage:
                  cache:
                    blobdescriptor: inmemory
                  filesystem:
                    rootdirectory: %s
                  delete:
                    enabled: true
                http:
                  addr: 127.0.0.1:%d
                """
                        .formatted(files, port);
        Path file = workspace.write(name + ".yml", config + more);
        Child child =
                workspace.start(name, List.of(program().toString(), "serve", file.toString()));
        if (!Waiting.until(Duration.ofSeconds(20), () -> Ports.answers(port) || !child.alive())
                || !child.alive()) {
            throw new LabException(name + ": does not answer; it said: " + child.tail());
        }
        return new DockerRegistry(workspace, child, port, files);
    }

    public Entrance entrance() {
        return new Entrance(port, "localhost:" + port);
    }

    public double cpuSeconds() {
        return PROC.cpuSeconds(child.pid());
    }

    /** The most that was ever resident. */
    public long peakResidentBytes() {
        return PROC.peakResidentBytes(child.pid());
    }

    /** Removes the bytes of all blobs, so that the disk has room for the next. */
    public void forgetBlobs() {
        Folders.empty(files.resolve("docker/registry/v2/blobs"));
    }

    @Override
    public void close() {
        workspace.end(child);
    }
}
