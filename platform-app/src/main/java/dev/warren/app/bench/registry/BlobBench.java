package dev.warren.app.bench.registry;

import dev.warren.app.lab.Check;
import dev.warren.app.lab.Entrance;
import dev.warren.app.lab.NginxServer;
import dev.warren.app.lab.Part;
import dev.warren.app.lab.Rounds;
import dev.warren.app.lab.registry.Content;
import dev.warren.app.lab.registry.RegistryUser;
import dev.warren.app.lab.registry.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/** What sending a big blob costs that lies in the page cache. */
final class BlobBench {

    private static final String CPU = "CPU s/GB";
    private static final String SPEED = "MB/s";
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final List<Integer> CLIENTS = List.of(1, 4);
    private static final int TIMES = 4;
    private static final double OVER_NGINX = 1.25;
    private static final double OVER_DOCKER = 0.5;

    private final Bed bed;
    private final List<Subject> subjects = new ArrayList<>();
    private final List<List<Object>> rows = new ArrayList<>();

    /** A server, and how the blob is asked for there. */
    private record Subject(
            String name, Entrance entrance, String path, List<String> fields, DoubleSupplier cpu) {}

    private BlobBench(Bed bed) {
        this.bed = bed;
    }

    static void run(Bed bed) throws IOException {
        bed.report()
                .add(
                        new Part.Section(
                                "Warm blob",
                                "A blob of a hosted repository, which lies in the page cache, read four"
                                        + " times in a row by one client, and once each by four at a time."
                                        + " nginx sends the same bytes as a file, by sendfile. The figure is"
                                        + " the server's CPU: what loopback lets through depends on who"
                                        + " happens to run where."));
        new BlobBench(bed).measure();
    }

    private void measure() throws IOException {
        prepare();
        for (int clients : CLIENTS) {
            Rounds warmUp = new Rounds();
            subjects.forEach(subject -> read(subject, clients, warmUp));
            Rounds rounds = new Rounds();
            for (int i = 0; i < bed.rounds(); i++) {
                subjects.forEach(subject -> read(subject, clients, rounds));
            }
            judge(clients, rounds);
        }
        bed.report()
                .add(
                        new Part.Table(
                                "Warm blob of %,d MB, medians of rounds"
                                        .formatted(bed.big().size() / 1_000_000),
                                List.of("clients", "server", CPU, SPEED, "warren's CPU over it"),
                                rows));
    }

    private void prepare() throws IOException {
        Content blob = bed.big().content(bed.nextBlob());
        String app = "library/app";
        bed.user().push(bed.repository(), blob);
        RegistryUser.nobody(bed.hosted().entrance()).push(app, blob);
        NginxServer nginx =
                bed.workspace()
                        .keep(NginxServer.files(bed.workspace(), bed.workspace().file("files")));
        subjects.add(
                new Subject(
                        Bed.WARREN,
                        bed.warren().entrance(),
                        "/v2/%s/blobs/%s".formatted(bed.repository(), blob.digest()),
                        bed.user().fields(),
                        bed.warren().server()::cpuSeconds));
        subjects.add(
                new Subject(
                        Bed.NGINX,
                        new Entrance(nginx.port(), "localhost"),
                        "/" + blob.file().getFileName(),
                        List.of(),
                        nginx::cpuSeconds));
        subjects.add(
                new Subject(
                        Bed.DOCKER,
                        bed.hosted().entrance(),
                        "/v2/%s/blobs/%s".formatted(app, blob.digest()),
                        List.of(),
                        bed.hosted()::cpuSeconds));
    }

    private void read(Subject subject, int clients, Rounds rounds) {
        double cpu = subject.cpu.getAsDouble();
        double seconds =
                Clients.run(
                        clients,
                        _ -> {
                            for (int i = 0; i < TIMES / clients; i++) {
                                read(subject);
                            }
                        });
        double used = subject.cpu.getAsDouble() - cpu;
        double bytes = (double) TIMES * bed.big().size();
        rounds.add(subject.name, CPU, used * 1e9 / bytes);
        rounds.add(subject.name, SPEED, bytes / 1e6 / seconds);
    }

    private void read(Subject subject) throws IOException {
        try (Wire wire = new Wire(subject.entrance, LIMIT)) {
            Wire.Head head = wire.call("GET", subject.path, subject.fields);
            long came = wire.skip(head);
            if (head.status() != 200 || came < bed.big().size() - Long.BYTES) {
                throw new IOException(
                        "%s: status %d and %d bytes (expected: 200, %d)"
                                .formatted(subject.name, head.status(), came, bed.big().size()));
            }
        }
    }

    private void judge(int clients, Rounds rounds) {
        String name =
                "warm blob, %d client%s: CPU per GB over ".formatted(clients, plural(clients));
        bed.report()
                .check(
                        Check.atMost(
                                name + Bed.NGINX + "'s",
                                rounds.ratio(CPU, Bed.WARREN, Bed.NGINX),
                                "×",
                                OVER_NGINX));
        bed.report()
                .check(
                        Check.atMost(
                                name + Bed.DOCKER + "'s",
                                rounds.ratio(CPU, Bed.WARREN, Bed.DOCKER),
                                "×",
                                OVER_DOCKER));
        for (String server : rounds.subjects()) {
            rows.add(
                    List.of(
                            clients,
                            server,
                            rounds.median(server, CPU),
                            rounds.median(server, SPEED),
                            rounds.ratio(CPU, Bed.WARREN, server)));
        }
    }

    private static String plural(int clients) {
        return clients == 1 ? "" : "s";
    }
}
