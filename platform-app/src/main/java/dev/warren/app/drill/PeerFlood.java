package dev.warren.app.drill;

import dev.warren.app.lab.Backend;
import dev.warren.app.lab.Entrance;
import dev.warren.app.lab.OpenSsh;
import dev.warren.app.lab.Part;
import dev.warren.app.lab.Run;
import dev.warren.app.lab.Sampler;
import dev.warren.app.lab.SishServer;
import dev.warren.app.lab.SshTunnel;
import dev.warren.app.lab.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The same flood through a sish whose console keeps whole bodies, with four times the memory. It is
 * shown and not judged.
 */
final class PeerFlood {

    private static final long LIMIT = 2L << 30;
    private static final String RESIDENT = "resident";
    private static final double MEBIBYTE = 1 << 20;
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private PeerFlood() {}

    static void run(Run run, OpenSsh ssh, Backend backend) throws Exception {
        run.report()
                .add(
                        new Part.Section(
                                "Beside it: sish",
                                "The same visitors and transfers through sish with its service console"
                                        + " on, which reads each body whole, in %d MiB of address space."
                                                .formatted(LIMIT >> 20)));
        try (SishServer sish =
                        SishServer.withConsole(run.workspace(), run.options().path("sish"), LIMIT);
                SshTunnel tunnel = SshTunnel.web(ssh, sish, "flood", backend.port(), List.of());
                Sampler sampler =
                        new Sampler(() -> Map.of(RESIDENT, sish.residentBytes() / MEBIBYTE))) {
            Flood.Outcome flood = flood(run, tunnel.entrance());
            show(run, sish, sampler, flood);
        }
    }

    private static Flood.Outcome flood(Run run, Entrance entrance) throws Exception {
        List<Entrance> there = List.of(entrance);
        int readers = run.options().number("readers", 1, 5000);
        int bombs = run.options().number("bombs", 1, 5000);
        try (Crowd _ = new Crowd("slow downloads", SlowVisitor.Kind.DOWNLOAD, readers, there);
                Crowd _ = new Crowd("gzip bombs", SlowVisitor.Kind.BOMBS, bombs, there)) {
            return Flood.run(
                    entrance,
                    run.options().number("transfers", 2, 1000),
                    run.options().bytes("size", MemoryFloodDrill.MOST),
                    MemoryFloodDrill.line(run));
        }
    }

    private static void show(Run run, SishServer sish, Sampler sampler, Flood.Outcome flood) {
        if (!flood.problem().isEmpty()) {
            run.report().progress("first wrong: " + flood.problem());
        }
        boolean alive = !Waiting.until(LAST_WORDS, () -> !sish.alive());
        List<Part.Point> curve = sampler.curve(RESIDENT);
        run.report()
                .add(
                        new Part.Table(
                                "sish",
                                List.of(
                                        "alive after it",
                                        "last words",
                                        "transfers",
                                        "wrong",
                                        "resident MiB, highest seen"),
                                List.of(
                                        List.of(
                                                alive ? "yes" : "no",
                                                sish.lastWords(),
                                                flood.transfers(),
                                                flood.wrong(),
                                                curve.stream()
                                                        .mapToDouble(Part.Point::value)
                                                        .max()
                                                        .orElse(Double.NaN)))));
        run.report()
                .add(
                        new Part.Lines(
                                "Memory of sish", "MiB", List.of(new Part.Line(RESIDENT, curve))));
    }
}
