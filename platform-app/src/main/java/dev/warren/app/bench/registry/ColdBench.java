package dev.warren.app.bench.registry;

import dev.warren.app.lab.Check;
import dev.warren.app.lab.Entrance;
import dev.warren.app.lab.Line;
import dev.warren.app.lab.Part;
import dev.warren.app.lab.Rounds;
import dev.warren.app.lab.Waiting;
import dev.warren.app.lab.registry.Content;
import dev.warren.app.lab.registry.RegistryWarren;
import dev.warren.app.lab.registry.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/** How long clients wait for a blob that nobody has yet, and what its upstream sends for it. */
final class ColdBench {

    private static final String TIME = "s";
    private static final String SENT = "GB sent";
    private static final String CPU = "CPU s";
    private static final String ONE = ", 1 client";
    private static final String CROWD = ", 8 clients";
    private static final int CLIENTS = 8;
    private static final int MOST_ROUNDS = 3;
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final double SLOWER = 1.3;
    private static final double MORE = 1.02;

    private final Bed bed;
    private final List<List<Object>> rows = new ArrayList<>();

    /** A server, and how its repositories' names begin. */
    private record Subject(
            String name, Entrance entrance, String prefix, DoubleSupplier cpu, Runnable forget) {}

    private ColdBench(Bed bed) {
        this.bed = bed;
    }

    static void run(Bed bed) {
        int megabits = bed.options().number("line", 1, 100_000);
        bed.report()
                .add(
                        new Part.Section(
                                "Cold blob",
                                "A blob of %,d MB that only the upstream has, by one client and by eight"
                                                .formatted(bed.big().size() / 1_000_000)
                                        + " at once: until the last has all of it. First the upstream's line"
                                        + " has %,d Mbit/s, as between two networks: that is judged. Then"
                                                .formatted(megabits)
                                        + " it has no limit, and what is measured is how this machine's"
                                        + " processors are shared by upstream, registry and clients."));
        ColdBench bench = new ColdBench(bed);
        Rounds slow = bench.measure("%,d Mbit/s".formatted(megabits), Line.of(megabits));
        bench.judge(slow);
        Rounds fast = bench.measure("no limit", Line.ENDLESS);
        bench.judgeSent("no limit", fast);
        bench.show();
    }

    private List<Subject> subjects() {
        return List.of(
                new Subject(
                        Bed.WARREN,
                        bed.warren().entrance(),
                        RegistryWarren.UPSTREAM + "/",
                        bed.warren().server()::cpuSeconds,
                        () -> bed.warren().awaitCalm(LIMIT)),
                new Subject(
                        Bed.DOCKER,
                        bed.proxy().entrance(),
                        "",
                        bed.proxy()::cpuSeconds,
                        bed.proxy()::forgetBlobs));
    }

    private Rounds measure(String line, Line upstreams) {
        bed.upstream().through(Line.ENDLESS);
        List<Subject> subjects = subjects();
        Rounds warmUp = new Rounds();
        pull(subjects.getFirst(), 1, warmUp, ONE);
        bed.upstream().through(upstreams);
        Rounds rounds = new Rounds();
        for (int i = 0; i < Math.min(MOST_ROUNDS, bed.rounds()); i++) {
            for (Subject subject : subjects) {
                // eight times the bytes over a slow line take a minute, and vary little
                if (i == 0 || subject.name.equals(Bed.WARREN) || upstreams == Line.ENDLESS) {
                    pull(subject, 1, rounds, ONE);
                    pull(subject, CLIENTS, rounds, CROWD);
                }
            }
        }
        for (Subject subject : subjects) {
            row(line, rounds, subject.name);
        }
        bed.upstream().through(Line.ENDLESS);
        return rounds;
    }

    private void pull(Subject subject, int clients, Rounds rounds, String how) {
        Content blob = bed.big().content(bed.nextBlob());
        bed.upstream().put(blob);
        String path = "/v2/%slibrary/app/blobs/%s".formatted(subject.prefix, blob.digest());
        long before = bed.upstream().sent();
        double cpu = subject.cpu.getAsDouble();
        double seconds = Clients.run(clients, _ -> read(subject, path));
        settle();
        rounds.add(subject.name + how, TIME, seconds);
        rounds.add(subject.name + how, SENT, (bed.upstream().sent() - before) / 1e9);
        rounds.add(subject.name + how, CPU, subject.cpu.getAsDouble() - cpu);
        subject.forget.run();
    }

    private void read(Subject subject, String path) throws IOException {
        try (Wire wire = new Wire(subject.entrance, LIMIT)) {
            Wire.Head head = wire.call("GET", path, List.of());
            long came = wire.skip(head);
            if (head.status() != 200 || came != bed.big().size()) {
                throw new IOException(
                        "%s: status %d and %d bytes".formatted(subject.name, head.status(), came));
            }
        }
    }

    /** Waits until the upstream has nothing more to send: some registries go on by themselves. */
    private void settle() {
        long before = -1;
        while (before != bed.upstream().sent()) {
            before = bed.upstream().sent();
            Waiting.pass(QUIET);
        }
    }

    private void judge(Rounds rounds) {
        bed.report()
                .check(
                        Check.atMost(
                                "cold blob: time of 8 clients over one's",
                                rounds.ratio(TIME, Bed.WARREN + CROWD, Bed.WARREN + ONE),
                                "×",
                                SLOWER));
        judgeSent("slow line", rounds);
    }

    private void judgeSent(String line, Rounds rounds) {
        bed.report()
                .check(
                        Check.atMost(
                                "cold blob, 8 clients, %s: upstream sent over its size"
                                        .formatted(line),
                                rounds.median(Bed.WARREN + CROWD, SENT) * 1e9 / bed.big().size(),
                                "×",
                                MORE));
    }

    private void row(String line, Rounds rounds, String server) {
        rows.add(
                List.of(
                        line,
                        server,
                        rounds.median(server + ONE, TIME),
                        rounds.median(server + CROWD, TIME),
                        rounds.ratio(TIME, server + CROWD, server + ONE),
                        rounds.median(server + CROWD, SENT),
                        rounds.median(server + ONE, CPU),
                        rounds.median(server + CROWD, CPU)));
    }

    private void show() {
        bed.report()
                .add(
                        new Part.Table(
                                "Cold blob, medians of rounds",
                                List.of(
                                        "upstream's line",
                                        "server",
                                        "1 client, s",
                                        "8 clients, s",
                                        "ratio",
                                        "GB sent for 8",
                                        "CPU s for 1",
                                        "CPU s for 8"),
                                rows));
    }
}
