package dev.warren.app.drill;

import dev.warren.app.lab.Child;
import dev.warren.app.lab.OpenSsh;
import dev.warren.app.lab.Programs;
import dev.warren.app.lab.WarrenServer;
import dev.warren.app.lab.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** People who look at a tunnel's traffic over SSH, attentively or not. */
final class Viewers implements AutoCloseable {

    private static final Pattern ANY = Pattern.compile("");
    private static final Duration QUICK = Duration.ofSeconds(10);

    private final Workspace workspace;
    private final List<Child> children = new ArrayList<>();
    private final boolean stalled;

    /** How many look, and how. */
    enum Kind {
        NONE("no viewer", 0, false),
        READING("viewers", 4, false),
        STALLED("stalled viewers", 4, true);

        private final String words;
        private final int count;
        private final boolean stalled;

        Kind(String words, int count, boolean stalled) {
            this.words = words;
            this.count = count;
            this.stalled = stalled;
        }

        String words() {
            return words;
        }
    }

    /** Has them watch the tunnel {@code name}. Stalled ones stop reading at once. */
    static Viewers start(OpenSsh ssh, WarrenServer warren, String name, Kind kind) {
        Viewers viewers = new Viewers(ssh.workspace(), kind.stalled);
        for (int i = 0; i < kind.count; i++) {
            viewers.add(ssh, warren, List.of("tunnels", "watch", name, "--json"));
        }
        if (kind.count > 0) {
            // decompresses every body that is kept, bombs too
            viewers.add(ssh, warren, List.of("tunnels", "inspect", name, "--har"));
        }
        return viewers;
    }

    private Viewers(Workspace workspace, boolean stalled) {
        this.workspace = workspace;
        this.stalled = stalled;
    }

    private void add(OpenSsh ssh, WarrenServer warren, List<String> words) {
        List<String> command = new ArrayList<>(ssh.command(warren, List.of()));
        command.addAll(words);
        children.add(workspace.start("viewer", command));
    }

    /** Stops those who are to stall, once they are connected and something has come. */
    void settle() {
        if (stalled) {
            signal("-STOP");
        }
    }

    private void signal(String signal) {
        for (Child child : children) {
            if (child.alive()) {
                Programs.run(
                        workspace,
                        "kill",
                        List.of(
                                Programs.need("kill", "procps").toString(),
                                signal,
                                Long.toString(child.pid())),
                        QUICK);
            }
        }
    }

    /** Lines that all of them were shown. */
    long lines() {
        return children.stream().mapToLong(child -> child.lines(ANY)).sum();
    }

    @Override
    public void close() {
        if (stalled) {
            signal("-CONT");
        }
        children.forEach(workspace::end);
    }
}
