package dev.warren.app.bench;

import dev.warren.app.lab.Check;
import dev.warren.app.lab.Child;
import dev.warren.app.lab.Part;
import dev.warren.app.lab.Rounds;
import dev.warren.app.lab.SshTunnel;
import dev.warren.app.lab.Waiting;
import dev.warren.app.lab.Wrk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the inspector costs: requests a second of a tunnel without it, and with it and a viewer. */
final class InspectBench {

    private static final String RATE = "requests/s";
    private static final String P99 = "p99 ms";
    private static final String CPU = "CPU µs/request";
    private static final String OFF = "inspector off";
    private static final String ON = "inspect=on and one viewer";
    private static final int CONNECTIONS = 64;
    private static final double MOST_LOST = 10;
    private static final Duration SETTLE = Duration.ofSeconds(1);

    private InspectBench() {}

    static void run(Bed bed) {
        bed.report()
                .add(
                        new Part.Section(
                                "Inspector",
                                "wrk asks nginx for a few bytes at 64 connections, by turns through a"
                                        + " tunnel without the inspector and through one with"
                                        + " inspect=on that \"tunnels watch --json\" follows over SSH."));
        int backend = bed.nginx().port();
        Rounds rounds = new Rounds();
        try (SshTunnel plain = SshTunnel.web(bed.ssh(), bed.warren(), "plain", backend, List.of());
                SshTunnel watched =
                        SshTunnel.web(
                                bed.ssh(),
                                bed.warren(),
                                "watched",
                                backend,
                                List.of("-l", bed.warren().login() + "+inspect=on"))) {
            bed.warmUp("inspector", () -> turn(bed, plain, watched, new Rounds()));
            for (int i = 0; i < bed.rounds(); i++) {
                turn(bed, plain, watched, rounds);
            }
        }
        show(bed, rounds);
    }

    private static void turn(Bed bed, SshTunnel plain, SshTunnel watched, Rounds rounds) {
        load(bed, plain, rounds, OFF);
        watched(bed, watched, rounds);
    }

    private static void watched(Bed bed, SshTunnel tunnel, Rounds rounds) {
        Child viewer = viewer(bed);
        try {
            // logging in is not what a viewer costs
            Waiting.pass(SETTLE);
            load(bed, tunnel, rounds, ON);
        } finally {
            bed.workspace().end(viewer);
        }
    }

    private static Child viewer(Bed bed) {
        List<String> command = new ArrayList<>(bed.ssh().command(bed.warren(), List.of()));
        command.addAll(List.of("tunnels", "watch", "watched", "--json"));
        return bed.workspace().start("viewer", command);
    }

    private static void load(Bed bed, SshTunnel tunnel, Rounds rounds, String subject) {
        double cpu = bed.warren().cpuSeconds();
        Wrk.Result result =
                new Wrk(bed.workspace()).run(tunnel.entrance(), CONNECTIONS, bed.seconds(5, 2));
        double used = bed.warren().cpuSeconds() - cpu;
        rounds.add(subject, RATE, result.requestsPerSecond());
        rounds.add(subject, P99, result.p99Millis());
        rounds.add(subject, CPU, used * 1e6 / result.requests());
    }

    private static void show(Bed bed, Rounds rounds) {
        double kept = rounds.ratio(RATE, ON, OFF);
        bed.report()
                .check(
                        Check.atMost(
                                "inspector: requests/s lost with one viewer",
                                (1 - kept) * 100,
                                "%",
                                MOST_LOST));
        bed.report()
                .add(
                        new Part.Table(
                                "One tunnel at 64 connections, medians of rounds",
                                List.of("case", RATE, P99, CPU, "ratio"),
                                List.of(row(rounds, OFF, 1.0), row(rounds, ON, kept))));
    }

    private static List<Object> row(Rounds rounds, String subject, double ratio) {
        return List.of(
                subject,
                rounds.median(subject, RATE),
                rounds.median(subject, P99),
                rounds.median(subject, CPU),
                ratio);
    }
}
