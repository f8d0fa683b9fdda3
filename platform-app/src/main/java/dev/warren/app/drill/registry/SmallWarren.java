package dev.warren.app.drill.registry;

import dev.warren.app.lab.Budgets;
import dev.warren.app.lab.Check;
import dev.warren.app.lab.OpenSsh;
import dev.warren.app.lab.Programs;
import dev.warren.app.lab.Report;
import dev.warren.app.lab.Run;
import dev.warren.app.lab.SshKey;
import dev.warren.app.lab.WarrenServer;
import dev.warren.app.lab.registry.RegistryWarren;
import dev.warren.app.lab.registry.UpstreamRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A Warren that may take 512 MiB, and can be started again on its data. */
final class SmallWarren implements AutoCloseable {

    private static final double LIMIT = 512;
    private static final double MEBIBYTE = 1 << 20;
    private static final Duration CHECK_LIMIT = Duration.ofMinutes(10);

    private final Run run;
    private final OpenSsh ssh;
    private final WarrenServer.Setup setup;
    private RegistryWarren warren;

    private SmallWarren(Run run, OpenSsh ssh, WarrenServer.Setup setup) {
        this.run = run;
        this.ssh = ssh;
        this.setup = setup;
        this.warren = begin();
    }

    /**
     * Starts one.
     *
     * @param name of its data directory
     * @param settings more than the upstream
     */
    static SmallWarren start(
            Run run, String name, UpstreamRegistry upstream, List<String> settings) {
        List<String> jvm = WarrenServer.smallJvm();
        run.report().fact("warren's JVM", String.join(" ", jvm));
        WarrenServer.Setup setup =
                WarrenServer.Setup.make(
                        run.workspace(), name, jvm, RegistryWarren.settings(upstream, settings));
        OpenSsh ssh = new OpenSsh(run.workspace(), SshKey.make(run.workspace(), name + "-key"));
        return new SmallWarren(run, ssh, setup);
    }

    private RegistryWarren begin() {
        return new RegistryWarren(run.workspace(), ssh, WarrenServer.start(run.workspace(), setup));
    }

    RegistryWarren get() {
        return warren;
    }

    /** Where its blobs are. */
    Path blobs() {
        return setup.data().resolve("registry/blobs");
    }

    /** Starts it again after {@link #stop} or {@link #kill}. */
    void startAgain() {
        warren = begin();
    }

    void stop() {
        warren.server().close();
    }

    void kill() {
        warren.server().kill();
    }

    /** What {@code registry fsck} finds while it does not run. */
    Programs.Said fsck() {
        return WarrenServer.tool(run.workspace(), setup, List.of("registry", "fsck"), CHECK_LIMIT);
    }

    /** Judges its memory, all of it. */
    void judge(String part) {
        Report report = run.report();
        WarrenServer server = warren.server();
        report.check(Check.holds(part + ": warren is alive", server.alive()));
        report.check(Check.holds(part + ": no OutOfMemoryError", !server.ranOutOfMemory()));
        report.check(
                Check.atMost(
                        part + ": memory of the process, highest",
                        server.peakResidentBytes() / MEBIBYTE,
                        "MiB",
                        LIMIT));
        Budgets.judge(report, server.metrics(), part + ": ");
    }

    @Override
    public void close() {
        warren.server().close();
    }
}
