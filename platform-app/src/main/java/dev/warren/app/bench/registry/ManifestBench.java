package dev.warren.app.bench.registry;

import dev.warren.app.lab.Check;
import dev.warren.app.lab.Entrance;
import dev.warren.app.lab.Part;
import dev.warren.app.lab.Rounds;
import dev.warren.app.lab.Wrk;
import dev.warren.app.lab.registry.Image;
import dev.warren.app.lab.registry.RegistryUser;
import dev.warren.app.lab.registry.RegistryWarren;
import dev.warren.app.lab.registry.Stock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/** Requests a second for a manifest that is warm, hosted and pulled through. */
final class ManifestBench {

    private static final String RATE = "requests/s";
    private static final String P99 = "p99 ms";
    private static final String CPU = "CPU µs/request";
    private static final String THROUGH = "library/app";
    private static final int CONNECTIONS = 16;
    private static final int LAYER = 100_000;
    private static final double OVER_HOSTED = 5;
    private static final double OVER_PROXY = 20;

    private final Bed bed;
    private final Image image;

    /** How it is asked for. */
    private enum Kind {
        TAG("by tag"),
        DIGEST("by digest");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** A server, the repository's name at it, and whether it wants a token. */
    private record Subject(
            String name, Entrance entrance, String repository, DoubleSupplier cpu, boolean token) {}

    private ManifestBench(Bed bed, Image image) {
        this.bed = bed;
        this.image = image;
    }

    static void run(Bed bed) throws IOException {
        bed.report()
                .add(
                        new Part.Section(
                                "Manifests",
                                "wrk asks for a manifest of five layers at 16 connections. Warren's"
                                        + " hosted repository is private, and each request has a token;"
                                        + " docker-registry asks nobody who they are. Pulled through, the tag"
                                        + " is fresh for Warren, as it is for five minutes at the least;"
                                        + " docker-registry asks its upstream each time."));
        Stock layers = Stock.make(bed.workspace(), "manifest-layers", LAYER);
        Image image =
                Image.of(
                        layers.content(0),
                        IntStream.rangeClosed(1, 5).mapToObj(layers::content).toList());
        new ManifestBench(bed, image).measure();
    }

    private void measure() throws IOException {
        bed.user().push(bed.repository(), "1", image);
        RegistryUser.nobody(bed.hosted().entrance()).push(THROUGH, "1", image);
        bed.upstream().put("1", image);
        List<List<Object>> rows = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            Rounds hosted = rounds(kind, hosted());
            Rounds through = rounds(kind, through());
            show(rows, kind, "hosted", hosted);
            show(rows, kind, "pulled through", through);
            if (kind == Kind.TAG) {
                judge("hosted", hosted, OVER_HOSTED);
                judge("pulled through", through, OVER_PROXY);
            }
        }
        bed.report()
                .add(
                        new Part.Table(
                                "Warm manifests, medians of rounds",
                                List.of("case", "server", RATE, P99, CPU, "warren's rate over it"),
                                rows));
    }

    private List<Subject> hosted() {
        return List.of(
                new Subject(
                        Bed.WARREN,
                        bed.warren().entrance(),
                        bed.repository(),
                        bed.warren().server()::cpuSeconds,
                        true),
                new Subject(
                        Bed.DOCKER,
                        bed.hosted().entrance(),
                        THROUGH,
                        bed.hosted()::cpuSeconds,
                        false));
    }

    private List<Subject> through() {
        return List.of(
                new Subject(
                        Bed.WARREN,
                        bed.warren().entrance(),
                        RegistryWarren.UPSTREAM + "/" + THROUGH,
                        bed.warren().server()::cpuSeconds,
                        false),
                new Subject(
                        Bed.DOCKER,
                        bed.proxy().entrance(),
                        THROUGH,
                        bed.proxy()::cpuSeconds,
                        false));
    }

    private Rounds rounds(Kind kind, List<Subject> subjects) {
        Rounds rounds = new Rounds();
        Rounds warmUp = new Rounds();
        subjects.forEach(subject -> load(kind, subject, warmUp));
        for (int i = 0; i < bed.rounds(); i++) {
            subjects.forEach(subject -> load(kind, subject, rounds));
        }
        return rounds;
    }

    private void load(Kind kind, Subject subject, Rounds rounds) {
        List<String> fields = new ArrayList<>(List.of("Accept: " + Image.TYPE));
        if (subject.token) {
            fields.add("Authorization: Bearer " + bed.user().token(subject.repository));
        }
        String reference =
                switch (kind) {
                    case TAG -> "1";
                    case DIGEST -> image.digest();
                };
        String path = "/v2/%s/manifests/%s".formatted(subject.repository, reference);
        double cpu = subject.cpu.getAsDouble();
        Wrk.Result result =
                new Wrk(bed.workspace())
                        .run(
                                new Wrk.Target(subject.entrance, path, fields),
                                CONNECTIONS,
                                Duration.ofSeconds(bed.quick() ? 1 : 3));
        double used = subject.cpu.getAsDouble() - cpu;
        rounds.add(subject.name, RATE, result.requestsPerSecond());
        rounds.add(subject.name, P99, result.p99Millis());
        rounds.add(subject.name, CPU, used * 1e6 / result.requests());
    }

    private void judge(String how, Rounds rounds, double target) {
        bed.report()
                .check(
                        Check.atLeast(
                                "manifest by tag, %s: requests/s over docker-registry"
                                        .formatted(how),
                                rounds.ratio(RATE, Bed.WARREN, Bed.DOCKER),
                                "×",
                                target));
    }

    private static void show(List<List<Object>> rows, Kind kind, String how, Rounds rounds) {
        for (String server : rounds.subjects()) {
            rows.add(
                    List.of(
                            how + ", " + kind.words,
                            server,
                            rounds.median(server, RATE),
                            rounds.median(server, P99),
                            rounds.median(server, CPU),
                            rounds.ratio(RATE, Bed.WARREN, server)));
        }
    }
}
