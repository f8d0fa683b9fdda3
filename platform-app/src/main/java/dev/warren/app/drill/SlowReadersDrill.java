package dev.warren.app.drill;

import dev.warren.app.lab.Backend;
import dev.warren.app.lab.Check;
import dev.warren.app.lab.Entrance;
import dev.warren.app.lab.Experiment;
import dev.warren.app.lab.OpenSsh;
import dev.warren.app.lab.Option;
import dev.warren.app.lab.Part;
import dev.warren.app.lab.Run;
import dev.warren.app.lab.SshKey;
import dev.warren.app.lab.SshTunnel;
import dev.warren.app.lab.Swarm;
import dev.warren.app.lab.Waiting;
import dev.warren.app.lab.WarrenServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A Warren with a heap of 256 MB under visitors who take much and move little, half of them through
 * an OpenSSH client, half through a client with windows of 64 KiB; beside them another account's
 * tunnel that only wants its small answers as quickly as before.
 */
final class SlowReadersDrill implements Experiment {

    private static final int HEAP = 256;
    private static final int DIRECT = 128;
    private static final Duration SETTLE = Duration.ofSeconds(6);
    private static final Duration CALM = Duration.ofSeconds(6);
    private static final double KEPT = 0.8;
    private static final double FLAT = 1.1;

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

    /** Where the burden goes through, and the tunnel beside it. */
    private record Entrances(Entrance large, Entrance small, Entrance beside) {

        Entrance turn(int number) {
            return number % 2 == 0 ? large : small;
        }
    }

    @Override
    public void run(Run run) throws Exception {
        Duration length = run.options().seconds("seconds", 5, 3600);
        OpenSsh ssh = new OpenSsh(run.workspace(), SshKey.make(run.workspace(), "client-key"));
        OpenSsh neighbour =
                new OpenSsh(run.workspace(), SshKey.make(run.workspace(), "neighbour-key"));
        List<String> jvm = WarrenServer.jvm(HEAP, DIRECT);
        run.report().fact("warren's JVM", String.join(" ", jvm));
        try (Backend backend = new Backend();
                WarrenServer warren =
                        WarrenServer.start(
                                run.workspace(),
                                WarrenServer.Setup.make(run.workspace(), "data", jvm, List.of()))) {
            Swarm.Task serving = Swarm.Task.serving("small", backend.port());
            try (SshTunnel large = SshTunnel.web(ssh, warren, "large", backend.port(), List.of());
                    SshTunnel beside =
                            SshTunnel.web(
                                    neighbour,
                                    warren.as("neighbour"),
                                    "beside",
                                    backend.port(),
                                    List.of());
                    Swarm clients =
                            Swarm.start(ssh, warren, serving, CALM.multipliedBy(10)).complete();
                    Watch watch = new Watch(warren)) {
                Entrance small = Entrance.web(warren, serving.name(0, 0));
                burden(
                        run,
                        warren,
                        new Entrances(large.entrance(), small, beside.entrance()),
                        length);
                run.report().check(Check.holds("warren is alive", warren.alive()));
                run.report()
                        .check(
                                Check.holds(
                                        "no OutOfMemoryError in its log",
                                        !warren.output().contains("OutOfMemoryError")));
                watch.show(run.report());
            }
        }
    }

    private static void burden(Run run, WarrenServer warren, Entrances entrances, Duration length)
            throws IOException {
        List<SlowVisitor> downloads = new ArrayList<>();
        List<SlowVisitor> uploads = new ArrayList<>();
        try (SteadyLoad load = new SteadyLoad(entrances.beside())) {
            load.rate(CALM);
            double before = load.rate(CALM);
            start(
                    downloads,
                    SlowVisitor.Kind.DOWNLOAD,
                    run.options().number("downloads", 1, 5000),
                    entrances);
            start(
                    uploads,
                    SlowVisitor.Kind.UPLOAD,
                    run.options().number("uploads", 1, 5000),
                    entrances);
            Waiting.pass(SETTLE);
            double heapBefore = warren.liveHeapBytes();
            long uploaded = sum(uploads);
            double under = load.rate(length);
            double heapAfter = warren.liveHeapBytes();
            visitors(run, downloads, uploads, sum(uploads) - uploaded);
            close(downloads);
            close(uploads);
            Waiting.pass(SETTLE);
            double after = load.rate(CALM);
            requests(run, before, under, after);
            run.report()
                    .check(
                            Check.atMost(
                                    "live heap at the end of the load over its start",
                                    heapAfter / heapBefore,
                                    "×",
                                    FLAT));
            run.report()
                    .check(Check.holds("no request beside the load failed", load.failures() == 0));
        } finally {
            close(downloads);
            close(uploads);
        }
    }

    private static void start(
            List<SlowVisitor> visitors, SlowVisitor.Kind kind, int count, Entrances entrances) {
        for (int i = 0; i < count; i++) {
            visitors.add(SlowVisitor.start(entrances.turn(i), kind));
        }
    }

    private static long sum(List<SlowVisitor> visitors) {
        return visitors.stream().mapToLong(SlowVisitor::bytes).sum();
    }

    private static void close(List<SlowVisitor> visitors) throws IOException {
        for (SlowVisitor visitor : visitors) {
            visitor.close();
        }
    }

    private static void requests(Run run, double before, double under, double after) {
        double calm = (before + after) / 2;
        run.report()
                .check(
                        Check.atLeast(
                                "requests/s of the tunnel beside, over its idle rate",
                                under / calm,
                                "×",
                                KEPT));
        run.report()
                .add(
                        new Part.Table(
                                "Requests/s of the tunnel beside, one connection",
                                List.of("before the load", "under load", "after it"),
                                List.of(List.of(before, under, after))));
    }

    private static void visitors(
            Run run, List<SlowVisitor> downloads, List<SlowVisitor> uploads, long moved) {
        run.report()
                .add(
                        new Part.Table(
                                "Visitors (refused: 503, no room now)",
                                List.of(
                                        "kind",
                                        "count",
                                        "moved bytes",
                                        "refused",
                                        "broken",
                                        "MB in all"),
                                List.of(
                                        row("slow downloads", downloads),
                                        row("stalled uploads", uploads))));
        run.report()
                .check(
                        Check.holds(
                                "every visitor was served or refused in words",
                                all(downloads) && all(uploads)));
        run.report()
                .check(
                        Check.atMost(
                                "bytes that stalled uploads sent under load, each",
                                (double) moved / uploads.size() / 1024,
                                "KiB",
                                64));
    }

    private static List<Object> row(String kind, List<SlowVisitor> visitors) {
        visitors.stream()
                .filter(visitor -> !visitor.problem().isEmpty())
                .findFirst()
                .ifPresent(
                        visitor -> System.out.println("      first broken: " + visitor.problem()));
        return List.of(
                kind,
                visitors.size(),
                visitors.stream().filter(visitor -> visitor.bytes() > 0).count(),
                visitors.stream().filter(SlowVisitor::refused).count(),
                visitors.stream().filter(visitor -> !visitor.problem().isEmpty()).count(),
                sum(visitors) / 1e6);
    }

    private static boolean all(List<SlowVisitor> visitors) {
        return visitors.stream()
                .allMatch(visitor ->
                        visitor.problem().isEmpty() && (visitor.bytes() > 0 || visitor.refused()));
    }
}
