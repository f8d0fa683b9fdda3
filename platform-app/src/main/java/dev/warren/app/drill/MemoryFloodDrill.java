package dev.warren.app.drill;

import dev.warren.app.lab.Backend;
import dev.warren.app.lab.Check;
import dev.warren.app.lab.Entrance;
import dev.warren.app.lab.Experiment;
import dev.warren.app.lab.Line;
import dev.warren.app.lab.OpenSsh;
import dev.warren.app.lab.Option;
import dev.warren.app.lab.Part;
import dev.warren.app.lab.Report;
import dev.warren.app.lab.Run;
import dev.warren.app.lab.SshKey;
import dev.warren.app.lab.SshTunnel;
import dev.warren.app.lab.StalledBackend;
import dev.warren.app.lab.Turns;
import dev.warren.app.lab.Waiting;
import dev.warren.app.lab.WarrenServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The outage that Warren exists for: bodies flood a tunnel that is being inspected, in a process of
 * 512 MiB, while people watch, stall or are not there. Everything else in the process is asked all
 * the time whether it notices.
 */
final class MemoryFloodDrill implements Experiment {

    private static final String TUNNEL = "flood";
    private static final double LIMIT = 512;
    private static final double MEBIBYTE = 1 << 20;
    static final long MOST = 1L << 34;
    private static final long WARM_UP = 50_000_000;
    private static final Duration CALM = Duration.ofSeconds(20);
    private static final Duration SETTLE = Duration.ofSeconds(5);
    private static final double SLOWER = 2;

    @Override
    public String name() {
        return "memory-flood";
    }

    @Override
    public String summary() {
        return "floods of bodies through an inspected tunnel, with and without viewers, in 512 MiB";
    }

    @Override
    public List<Option> options() {
        return List.of(
                new Option("transfers", "64", "transfers side by side, half each way, 2 to 1000"),
                new Option("size", "50M", "bytes of each of them"),
                new Option("line", "1000", "Mbit/s that they share, 0 to 100000, 0 for no limit"),
                new Option("readers", "200", "downloads of 1 GB read at 10 KB/s, 1 to 5000"),
                new Option("uploads", "16", "endless uploads in chunks, 1 to 1000"),
                new Option("bombs", "4", "visitors who fetch gzip bombs, 1 to 100"),
                new Option("sish", "PATH", "a sish binary to show beside it"));
    }

    /** What stands for the whole of the drill. */
    private record Scene(
            OpenSsh ssh, WarrenServer warren, Entrance flooded, Entrance stalled, Probes probes) {}

    /** What one flood showed. */
    private record Phase(
            Viewers.Kind viewers, Flood.Outcome flood, Map<String, Double> p99, long lines) {}

    @Override
    public void run(Run run) throws Exception {
        OpenSsh ssh = new OpenSsh(run.workspace(), SshKey.make(run.workspace(), "client-key"));
        OpenSsh neighbour =
                new OpenSsh(run.workspace(), SshKey.make(run.workspace(), "neighbour-key"));
        List<String> jvm = WarrenServer.smallJvm();
        run.report().fact("warren's JVM", String.join(" ", jvm));
        try (Backend backend = new Backend()) {
            warmUp(run, new Entrance(backend.port(), "localhost"));
        }
        try (Backend backend = new Backend();
                StalledBackend dead = new StalledBackend();
                StalledBackend small =
                        new StalledBackend(
                                Thread.ofPlatform().daemon().name(Turns.FIRST).factory());
                WarrenServer warren =
                        WarrenServer.start(
                                run.workspace(),
                                WarrenServer.Setup.make(
                                        run.workspace(),
                                        "data",
                                        jvm,
                                        List.of("--warren.tunnels.inspect.spill=256MB")));
                SshTunnel beside =
                        SshTunnel.web(
                                neighbour,
                                warren.as("neighbour"),
                                "beside",
                                small.port(),
                                List.of());
                Watch watch = new Watch(warren);
                Probes probes =
                        Probes.ofOthers(
                                warren,
                                new Probes.Place("another tunnel", beside.entrance(), "/"))) {
            Turns.yieldToOthers(run.workspace());
            try (SshTunnel flooded =
                            SshTunnel.web(ssh, warren, TUNNEL, backend.port(), inspected(warren));
                    SshTunnel stalled =
                            SshTunnel.web(ssh, warren, "stalled", dead.port(), inspected(warren))) {
                flood(run, new Scene(ssh, warren, flooded.entrance(), stalled.entrance(), probes));
            }
            health(run.report(), warren);
            watch.judgeSockets(run.report());
            watch.show(run.report());
        }
        if (run.options().given("sish")) {
            try (Backend backend = new Backend()) {
                PeerFlood.run(run, ssh, backend);
            }
        } else {
            run.report().fact("sish", "not shown: no --sish=PATH was given");
        }
    }

    /**
     * Floods a backend without a Warren between: the drill's own compiler would be busy through the
     * first flood, on the same processors, and what waits for it be taken for Warren's.
     */
    private static void warmUp(Run run, Entrance direct) throws InterruptedException {
        Flood.run(direct, run.options().number("transfers", 2, 1000), WARM_UP, Line.ENDLESS);
    }

    private static List<String> inspected(WarrenServer warren) {
        return List.of("-l", warren.login() + "+inspect=on");
    }

    private static void flood(Run run, Scene scene) throws Exception {
        Report report = run.report();
        Waiting.pass(SETTLE);
        scene.probes().takeP99();
        Waiting.pass(CALM);
        Map<String, Double> idle = scene.probes().takeP99();
        report.progress("before the flood: p99 in ms " + idle);
        List<Phase> phases = new ArrayList<>();
        try (Crowd readers =
                        crowd(run, "slow downloads", SlowVisitor.Kind.DOWNLOAD, "readers", scene);
                Crowd senders =
                        crowd(
                                run,
                                "endless uploads",
                                SlowVisitor.Kind.CHUNKED_UPLOAD,
                                "uploads",
                                scene);
                Crowd bombs = crowd(run, "gzip bombs", SlowVisitor.Kind.BOMBS, "bombs", scene)) {
            for (Viewers.Kind viewers : Viewers.Kind.values()) {
                phases.add(phase(run, scene, viewers));
            }
            crowds(report, List.of(readers, senders, bombs));
        }
        judge(report, idle, phases);
        report.check(
                Check.holds("everything else always answered", scene.probes().failures() == 0));
    }

    private static Crowd crowd(
            Run run, String name, SlowVisitor.Kind kind, String option, Scene scene) {
        Entrance entrance =
                kind == SlowVisitor.Kind.CHUNKED_UPLOAD ? scene.stalled() : scene.flooded();
        return new Crowd(name, kind, run.options().number(option, 1, 5000), List.of(entrance));
    }

    private static Phase phase(Run run, Scene scene, Viewers.Kind kind)
            throws InterruptedException {
        int transfers = run.options().number("transfers", 2, 1000);
        long size = run.options().bytes("size", MOST);
        try (Viewers viewers = Viewers.start(scene.ssh(), scene.warren(), TUNNEL, kind)) {
            Waiting.pass(SETTLE);
            viewers.settle();
            scene.probes().takeP99();
            Flood.Outcome flood = Flood.run(scene.flooded(), transfers, size, line(run));
            Map<String, Double> p99 = scene.probes().takeP99();
            run.report()
                    .progress(
                            "%s: %.0f MB in %.1f s, p99 in ms %s"
                                    .formatted(
                                            kind.words(), flood.megabytes(), flood.seconds(), p99));
            return new Phase(kind, flood, p99, viewers.lines());
        }
    }

    static Line line(Run run) {
        return Line.of(run.options().number("line", 0, 100_000));
    }

    private static void crowds(Report report, List<Crowd> crowds) {
        report.add(
                new Part.Table(
                        "Visitors (refused: 503, no room now)",
                        Crowd.COLUMNS,
                        crowds.stream().map(Crowd::row).toList()));
        for (Crowd crowd : crowds) {
            if (!crowd.firstProblem().isEmpty()) {
                report.progress("first broken: " + crowd.firstProblem());
            }
        }
        report.check(
                Check.holds(
                        "nobody was refused below the tunnels' budget, and nobody was cut off",
                        crowds.stream().allMatch(Crowd::content)
                                && crowds.stream().allMatch(crowd -> crowd.refused() == 0)));
    }

    private static void judge(Report report, Map<String, Double> idle, List<Phase> phases) {
        List<List<Object>> rows = new ArrayList<>();
        for (Phase phase : phases) {
            Flood.Outcome flood = phase.flood();
            if (!flood.problem().isEmpty()) {
                report.progress("first wrong: " + flood.problem());
            }
            report.check(
                    Check.holds(
                            "%s: each of %d bodies arrived to the byte"
                                    .formatted(phase.viewers().words(), flood.transfers()),
                            flood.wrong() == 0));
            phase.p99()
                    .forEach((place, p99) -> {
                        double before = idle.getOrDefault(place, Double.NaN);
                        report.check(
                                Check.atMost(
                                        "%s: p99 of %s over its idle p99"
                                                .formatted(phase.viewers().words(), place),
                                        p99 / before,
                                        "×",
                                        SLOWER));
                        rows.add(List.of(phase.viewers().words(), place, before, p99));
                    });
        }
        report.add(
                new Part.Table(
                        "p99 of small answers, ms",
                        List.of("viewers", "asked", "before the flood", "in it"),
                        rows));
        report.add(
                new Part.Table(
                        "Floods",
                        List.of("viewers", "transfers", "wrong", "MB/s", "lines shown"),
                        phases.stream().map(MemoryFloodDrill::row).toList()));
    }

    private static List<Object> row(Phase phase) {
        Flood.Outcome flood = phase.flood();
        return List.of(
                phase.viewers().words(),
                flood.transfers(),
                flood.wrong(),
                flood.megabytes() / flood.seconds(),
                phase.lines());
    }

    private static void health(Report report, WarrenServer warren) throws IOException {
        report.check(Check.holds("warren is alive", warren.alive()));
        report.check(Check.holds("no OutOfMemoryError in its log", !warren.ranOutOfMemory()));
        report.check(
                Check.atMost(
                        "memory of the process, highest",
                        warren.peakResidentBytes() / MEBIBYTE,
                        "MiB",
                        LIMIT));
    }
}
