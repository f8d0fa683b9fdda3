package dev.warren.app.drill;

import dev.warren.app.lab.Backend;
import dev.warren.app.lab.Check;
import dev.warren.app.lab.Entrance;
import dev.warren.app.lab.Experiment;
import dev.warren.app.lab.OpenSsh;
import dev.warren.app.lab.Option;
import dev.warren.app.lab.Part;
import dev.warren.app.lab.Report;
import dev.warren.app.lab.Run;
import dev.warren.app.lab.SshKey;
import dev.warren.app.lab.SshTunnel;
import dev.warren.app.lab.StalledBackend;
import dev.warren.app.lab.Swarm;
import dev.warren.app.lab.Waiting;
import dev.warren.app.lab.WarrenServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A Warren with a heap of 256 MB under visitors who take much and move little, half of them through
 * an OpenSSH client, half through a client with windows of 64 KiB; beside them another account's
 * tunnel that only wants its small answers as quickly as before.
 */
final class SlowReadersDrill implements Experiment {

    private static final Duration SETTLE = Duration.ofSeconds(6);
    private static final Duration CALM = Duration.ofSeconds(6);
    private static final Duration CLIENT_LIMIT = Duration.ofSeconds(60);
    private static final Duration STANDSTILL_LIMIT = Duration.ofSeconds(30);
    private static final double KEPT = 0.8;
    private static final double FLAT = 1.1;
    private static final double KIBIBYTE = 1 << 10;
    private static final double MEBIBYTE = 1 << 20;

    @Override
    public String name() {
        return "slow-readers";
    }

    @Override
    public String summary() {
        return "200 downloads read at 10 KB/s and 50 endless uploads into a stalled backend, -Xmx256m";
    }

    @Override
    public List<Option> options() {
        return List.of(
                new Option("seconds", "40", "time under load, 5 to 3600"),
                new Option("downloads", "200", "slow downloads, 1 to 5000"),
                new Option("uploads", "50", "stalled uploads, 1 to 5000"));
    }

    /** Where the burdens go through, and the tunnel beside them. */
    private record Entrances(List<Entrance> downloads, List<Entrance> uploads, Entrance beside) {}

    /** What was seen before, at the start and at the end of the load, and after it. */
    private record Seen(
            double calmBefore, double under, double calmAfter, long heapBefore, long heapAfter) {

        double kept() {
            return under / ((calmBefore + calmAfter) / 2);
        }

        double grown() {
            return (double) heapAfter / heapBefore;
        }
    }

    @Override
    public void run(Run run) throws Exception {
        OpenSsh ssh = new OpenSsh(run.workspace(), SshKey.make(run.workspace(), "client-key"));
        OpenSsh neighbour =
                new OpenSsh(run.workspace(), SshKey.make(run.workspace(), "neighbour-key"));
        List<String> jvm = WarrenServer.jvm(256, 128);
        run.report().fact("warren's JVM", String.join(" ", jvm));
        try (Backend backend = new Backend();
                StalledBackend stalled = new StalledBackend();
                WarrenServer warren =
                        WarrenServer.start(
                                run.workspace(),
                                WarrenServer.Setup.make(run.workspace(), "data", jvm, List.of()));
                SshTunnel down = SshTunnel.web(ssh, warren, "down", backend.port(), List.of());
                SshTunnel up = SshTunnel.web(ssh, warren, "up", stalled.port(), List.of());
                Swarm smallDown = small(ssh, warren, "smalldown", backend.port());
                Swarm smallUp = small(ssh, warren, "smallup", stalled.port());
                SshTunnel beside =
                        SshTunnel.web(
                                neighbour,
                                warren.as("neighbour"),
                                "beside",
                                backend.port(),
                                List.of());
                Watch watch = new Watch(warren)) {
            Entrances entrances =
                    new Entrances(
                            List.of(down.entrance(), smallDown.entrance(warren)),
                            List.of(up.entrance(), smallUp.entrance(warren)),
                            beside.entrance());
            burden(run, warren, entrances);
            health(run.report(), warren);
            watch.judgeSockets(run.report());
            watch.show(run.report());
        }
    }

    private static Swarm small(OpenSsh ssh, WarrenServer warren, String names, int backendPort) {
        return Swarm.start(ssh, warren, Swarm.Task.serving(names, backendPort), CLIENT_LIMIT)
                .complete();
    }

    private static void burden(Run run, WarrenServer warren, Entrances entrances)
            throws IOException {
        Report report = run.report();
        Duration length = run.options().seconds("seconds", 5, 3600);
        int downloads = run.options().number("downloads", 1, 5000);
        int uploads = run.options().number("uploads", 1, 5000);
        try (SteadyLoad load = new SteadyLoad(entrances.beside())) {
            load.rate(CALM);
            double before = load.rate(CALM);
            report.progress("before the load: %.0f requests/s".formatted(before));
            Seen under;
            try (Crowd readers =
                            new Crowd(
                                    "slow downloads",
                                    SlowVisitor.Kind.DOWNLOAD,
                                    downloads,
                                    entrances.downloads());
                    Crowd senders =
                            new Crowd(
                                    "stalled uploads",
                                    SlowVisitor.Kind.UPLOAD,
                                    uploads,
                                    entrances.uploads())) {
                Waiting.pass(SETTLE);
                senders.awaitStandstill(STANDSTILL_LIMIT);
                report.progress("the load is on");
                long heap = warren.liveHeapBytes();
                long sent = senders.bytes();
                double rate = load.rate(length);
                under = new Seen(before, rate, 0, heap, warren.liveHeapBytes());
                visitors(report, readers, senders, senders.bytes() - sent);
            }
            Waiting.pass(SETTLE);
            beside(
                    report,
                    new Seen(
                            before,
                            under.under(),
                            load.rate(CALM),
                            under.heapBefore(),
                            under.heapAfter()));
            report.check(Check.holds("no request beside the load failed", load.failures() == 0));
        }
    }

    private static void beside(Report report, Seen seen) {
        report.check(
                Check.atLeast(
                        "requests/s of the tunnel beside, over its idle rate",
                        seen.kept(),
                        "×",
                        KEPT));
        report.check(
                Check.atMost(
                        "live heap at the end of the load over its start",
                        seen.grown(),
                        "×",
                        FLAT));
        report.add(
                new Part.Table(
                        "Requests/s of the tunnel beside, one connection",
                        List.of("before the load", "under load", "after it"),
                        List.of(List.of(seen.calmBefore(), seen.under(), seen.calmAfter()))));
        report.add(
                new Part.Table(
                        "Live heap after a full collection, MiB",
                        List.of("start of the load", "end of it"),
                        List.of(
                                List.of(
                                        seen.heapBefore() / MEBIBYTE,
                                        seen.heapAfter() / MEBIBYTE))));
    }

    private static void visitors(Report report, Crowd readers, Crowd senders, long sent) {
        report.add(
                new Part.Table(
                        "Visitors (refused: 503, no room now)",
                        Crowd.COLUMNS,
                        List.of(readers.row(), senders.row())));
        for (Crowd crowd : List.of(readers, senders)) {
            if (!crowd.firstProblem().isEmpty()) {
                report.progress("first broken: " + crowd.firstProblem());
            }
        }
        report.check(
                Check.holds(
                        "every visitor was served or refused in words",
                        readers.content() && senders.content()));
        report.check(
                Check.atMost(
                        "bytes that a stalled upload still sent under load",
                        sent / KIBIBYTE / senders.size(),
                        "KiB",
                        64));
    }

    private static void health(Report report, WarrenServer warren) {
        report.check(Check.holds("warren is alive", warren.alive()));
        report.check(Check.holds("no OutOfMemoryError in its log", !warren.ranOutOfMemory()));
    }
}
