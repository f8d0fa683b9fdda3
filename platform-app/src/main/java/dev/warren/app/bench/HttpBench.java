package dev.warren.app.bench;

import dev.warren.app.lab.Check;
import dev.warren.app.lab.Entrance;
import dev.warren.app.lab.Gateway;
import dev.warren.app.lab.Part;
import dev.warren.app.lab.Rounds;
import dev.warren.app.lab.SishServer;
import dev.warren.app.lab.SshTunnel;
import dev.warren.app.lab.Wrk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/** Requests a second for a small answer on kept-alive connections, through one tunnel. */
final class HttpBench {

    private static final String RATE = "requests/s";
    private static final String P50 = "p50 ms";
    private static final String P99 = "p99 ms";
    private static final String CPU = "CPU µs/request";
    private static final List<Integer> CONNECTIONS = List.of(1, 64);

    private final Bed bed;
    private final List<Subject> subjects;
    private final List<List<Object>> ratios = new ArrayList<>();
    private final List<List<Object>> figures = new ArrayList<>();

    /** Who answers: where visitors come in, and whose CPU is counted. */
    private record Subject(String name, Entrance entrance, DoubleSupplier cpuSeconds) {

        static Subject of(Gateway gateway, SshTunnel tunnel) {
            return new Subject(gateway.name(), tunnel.entrance(), gateway::cpuSeconds);
        }
    }

    private HttpBench(Bed bed, List<Subject> subjects) {
        this.bed = bed;
        this.subjects = subjects;
    }

    static void run(Bed bed) {
        bed.report()
                .add(
                        new Part.Section(
                                "Requests",
                                "wrk asks nginx for a few bytes: through Warren's HTTP tunnel (which"
                                        + " parses and routes), through sshd -R (which copies bytes), and"
                                        + " directly."));
        List<SshTunnel> tunnels = new ArrayList<>();
        try {
            List<Subject> subjects = open(bed, tunnels);
            HttpBench bench = new HttpBench(bed, subjects);
            CONNECTIONS.forEach(bench::measure);
            bench.show();
        } finally {
            tunnels.forEach(SshTunnel::close);
        }
    }

    private static List<Subject> open(Bed bed, List<SshTunnel> tunnels) {
        int backend = bed.nginx().port();
        List<Subject> subjects = new ArrayList<>();
        tunnels.add(SshTunnel.web(bed.ssh(), bed.warren(), "web", backend, List.of()));
        subjects.add(Subject.of(bed.warren(), tunnels.getLast()));
        tunnels.add(SshTunnel.tcp(bed.ssh(), bed.sshd(), backend, List.of()));
        subjects.add(Subject.of(bed.sshd(), tunnels.getLast()));
        subjects.add(new Subject("nginx", new Entrance(backend, "127.0.0.1"), () -> Double.NaN));
        if (bed.sish().isPresent()) {
            SishServer sish = bed.sish().get();
            tunnels.add(SshTunnel.web(bed.ssh(), sish, "web", backend, List.of()));
            subjects.add(Subject.of(sish, tunnels.getLast()));
        } else {
            bed.report().fact("sish", "not measured: no --sish=PATH was given");
        }
        return subjects;
    }

    private void measure(int connections) {
        Rounds rounds = new Rounds();
        bed.warmUp("http " + named(connections), () -> warm(connections));
        for (int i = 0; i < bed.rounds(); i++) {
            for (Subject subject : subjects) {
                round(rounds, subject, connections);
            }
        }
        judge(rounds, connections);
        for (Subject subject : subjects) {
            figures.add(
                    List.of(
                            subject.name() + ", " + named(connections),
                            rounds.median(subject.name(), RATE),
                            rounds.median(subject.name(), P50),
                            rounds.median(subject.name(), P99),
                            rounds.median(subject.name(), CPU)));
        }
    }

    private void warm(int connections) {
        new Wrk(bed.workspace())
                .run(subjects.getFirst().entrance(), connections, bed.seconds(5, 2));
    }

    private void round(Rounds rounds, Subject subject, int connections) {
        double cpu = subject.cpuSeconds().getAsDouble();
        Wrk.Result result =
                new Wrk(bed.workspace()).run(subject.entrance(), connections, bed.seconds(4, 1));
        double used = subject.cpuSeconds().getAsDouble() - cpu;
        rounds.add(subject.name(), RATE, result.requestsPerSecond());
        rounds.add(subject.name(), P50, result.p50Millis());
        rounds.add(subject.name(), P99, result.p99Millis());
        rounds.add(subject.name(), CPU, used * 1e6 / result.requests());
    }

    private static String named(int connections) {
        return connections == 1 ? "1 connection" : connections + " connections";
    }

    private void judge(Rounds rounds, int connections) {
        String http = "http " + named(connections) + ": ";
        boolean busy = connections > 1;
        double overSshd = rounds.ratio(RATE, "warren", "sshd");
        bed.report()
                .check(
                        Check.atLeast(
                                http + "requests/s over sshd -R", overSshd, "×", busy ? 1.5 : 1.4));
        ratios.add(List.of("over sshd -R, " + named(connections), overSshd));
        ratios.add(
                List.of(
                        "over nginx directly, " + named(connections),
                        rounds.ratio(RATE, "warren", "nginx")));
        if (busy) {
            bed.report()
                    .check(
                            Check.atMost(
                                    http + "gateway CPU a request",
                                    rounds.median("warren", CPU),
                                    "µs",
                                    20));
            bed.report().check(Check.atMost(http + "p99", rounds.median("warren", P99), "ms", 6));
        }
        if (bed.sish().isPresent()) {
            double overSish = rounds.ratio(RATE, "warren", "sish");
            ratios.add(List.of("over sish, " + named(connections), overSish));
            if (busy) {
                bed.report().check(Check.atLeast(http + "requests/s over sish", overSish, "×", 5));
            }
        }
    }

    private void show() {
        bed.report()
                .add(
                        new Part.Table(
                                "Requests/s of Warren as ratios, medians of rounds",
                                List.of("case", "ratio"),
                                ratios));
        bed.report()
                .add(
                        new Part.Table(
                                "Absolute figures, medians",
                                List.of("case", RATE, P50, P99, CPU),
                                figures));
    }
}
