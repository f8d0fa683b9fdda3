package dev.warren.app.drill.registry;

import dev.warren.app.lab.Check;
import dev.warren.app.lab.Line;
import dev.warren.app.lab.Part;
import dev.warren.app.lab.Report;
import dev.warren.app.lab.Run;
import dev.warren.app.lab.registry.Content;
import dev.warren.app.lab.registry.RegistryUser;
import dev.warren.app.lab.registry.RegistryWarren;
import dev.warren.app.lab.registry.Stock;
import dev.warren.app.lab.registry.UpstreamRegistry;
import dev.warren.app.lab.registry.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A crowd that wants the same cold blob at once, and some in it who do not read what they get. */
final class Storm {

    private static final String REPOSITORY = RegistryWarren.UPSTREAM + "/library/storm";
    private static final long SIZE = 200_000_000;
    private static final int MEGABITS = 1000;
    private static final int ASLEEP = 20;
    private static final double MORE = 1.02;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private Storm() {}

    static void run(Run run) throws IOException {
        int clients = run.options().number("pulls", 2, 2000);
        Report report = run.report();
        report.add(
                new Part.Section(
                        "Pull storm",
                        "%d clients at once want a blob of %,d MB that only the upstream has, over a"
                                        .formatted(clients, SIZE / 1_000_000)
                                + " line of %,d Mbit/s; %d more ask for it and read nothing."
                                        .formatted(MEGABITS, ASLEEP)));
        Content blob = Stock.make(run.workspace(), "storm-stock", SIZE).content(1);
        try (UpstreamRegistry upstream = new UpstreamRegistry();
                SmallWarren warren = SmallWarren.start(run, "storm", upstream, List.of())) {
            upstream.put(blob);
            upstream.through(Line.of(MEGABITS));
            pull(report, warren.get().nobody(), blob, clients);
            report.check(
                    Check.atMost(
                            "storm: upstream sent over the blob's size",
                            (double) upstream.sent() / SIZE,
                            "×",
                            MORE));
            warren.judge("storm");
        }
    }

    private static void pull(Report report, RegistryUser nobody, Content blob, int clients)
            throws IOException {
        List<Wire> asleep = new ArrayList<>();
        try {
            for (int i = 0; i < ASLEEP; i++) {
                Wire wire = nobody.open();
                asleep.add(wire);
                wire.send("GET", "/v2/%s/blobs/%s".formatted(REPOSITORY, blob.digest()), List.of());
            }
            long begin = System.nanoTime();
            List<String> problems =
                    Crew.start(clients, _ -> nobody.pull(REPOSITORY, blob.digest())).join(LIMIT);
            double seconds = (System.nanoTime() - begin) / 1e9;
            Verdict.of(
                    report,
                    "storm: each of %d got all of it, to the byte".formatted(clients),
                    problems);
            report.progress(
                    "%.1f s, which the line alone takes %.1f s for"
                            .formatted(seconds, SIZE * 8e-6 / MEGABITS));
        } finally {
            for (Wire wire : asleep) {
                wire.close();
            }
        }
    }
}
