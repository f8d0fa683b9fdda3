package dev.warren.app.bench;

import dev.warren.app.lab.Check;
import dev.warren.app.lab.Part;
import dev.warren.app.lab.Rounds;
import dev.warren.app.lab.SshTunnel;
import dev.warren.app.lab.Swarm;
import dev.warren.app.lab.WarrenServer;
import dev.warren.app.lab.Wrk;
import java.time.Duration;
import java.util.List;

/** Requests a second of one busy tunnel, alone and among many that nobody visits. */
final class ScaleBench {

    private static final String RATE = "requests/s";
    private static final String P99 = "p99 ms";
    private static final int CONNECTIONS = 64;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final double MOST_LOST = 5;

    private ScaleBench() {}

    static void run(Bed bed) {
        int connections = bed.count(100, 10);
        int forwards = bed.count(100, 50);
        int idle = connections * forwards;
        bed.report()
                .add(
                        new Part.Section(
                                "Scale",
                                "One busy tunnel at 64 connections, by turns alone and with %,d idle"
                                                .formatted(idle)
                                        + " tunnels in %d other SSH connections."
                                                .formatted(connections)));
        Rounds rounds = new Rounds();
        try (WarrenServer warren = bed.freshWarren(WarrenServer.jvm(512, 256), Limits.raised());
                SshTunnel busy =
                        SshTunnel.web(bed.ssh(), warren, "busy", bed.nginx().port(), List.of())) {
            load(bed, busy, new Rounds(), "warm-up");
            for (int i = 0; i < bed.rounds(); i++) {
                load(bed, busy, rounds, "alone");
                Swarm.Task task = Swarm.Task.idle(connections, forwards, "idle" + i + "a");
                try (Swarm swarm = Swarm.start(bed.ssh(), warren, task, LIMIT).complete()) {
                    bed.report()
                            .progress(
                                    "%,d idle tunnels came in %.1f s"
                                            .formatted(idle, swarm.result().seconds()));
                    load(bed, busy, rounds, "crowded");
                }
            }
        }
        show(bed, rounds, idle);
    }

    private static void load(Bed bed, SshTunnel busy, Rounds rounds, String subject) {
        Wrk.Result result =
                new Wrk(bed.workspace()).run(busy.entrance(), CONNECTIONS, bed.seconds(6, 2));
        rounds.add(subject, RATE, result.requestsPerSecond());
        rounds.add(subject, P99, result.p99Millis());
    }

    private static void show(Bed bed, Rounds rounds, int idle) {
        double kept = rounds.ratio(RATE, "crowded", "alone");
        bed.report()
                .check(
                        Check.atMost(
                                "scale: requests/s lost with %,d idle tunnels".formatted(idle),
                                (1 - kept) * 100,
                                "%",
                                MOST_LOST));
        bed.report()
                .add(
                        new Part.Table(
                                "One busy tunnel, medians of rounds",
                                List.of("case", RATE, P99, "ratio"),
                                List.of(row(rounds, "alone", 1.0), row(rounds, "crowded", kept))));
    }

    private static List<Object> row(Rounds rounds, String subject, double ratio) {
        return List.of(subject, rounds.median(subject, RATE), rounds.median(subject, P99), ratio);
    }
}
