package dev.warren.app.bench;

import dev.warren.app.lab.BulkRun;
import dev.warren.app.lab.BulkRun.Direction;
import dev.warren.app.lab.ByteServer;
import dev.warren.app.lab.Check;
import dev.warren.app.lab.Gateway;
import dev.warren.app.lab.LabException;
import dev.warren.app.lab.Part;
import dev.warren.app.lab.Rounds;
import dev.warren.app.lab.SshTunnel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Megabytes a second, and CPU for each, through a TCP forward of the real OpenSSH client. */
final class BulkBench {

    private static final String SPEED = "MB/s";
    private static final String CPU = "CPU ms/MB";
    private static final int FILE_SIZE = 32 << 20;
    private static final List<Integer> STREAMS = List.of(1, 8);
    private static final Pattern CIPHER = Pattern.compile("kex: server->client cipher: (\\S+)");

    private final Bed bed;
    private final ByteServer backend;
    private final BulkRun bulk;
    private final List<List<Object>> ratios = new ArrayList<>();
    private final List<List<Object>> figures = new ArrayList<>();
    private final List<Part.Bar> bars = new ArrayList<>();

    /** A choice of ciphers, and the targets that go with it. */
    private record Ciphers(String name, List<String> options, double speed, boolean judgeCpu) {}

    private BulkBench(Bed bed, ByteServer backend, Path file) {
        this.bed = bed;
        this.backend = backend;
        bulk = new BulkRun(backend, file, Duration.ofMillis(500), bed.seconds(3, 1));
    }

    static void run(Bed bed) throws IOException {
        bed.report()
                .add(
                        new Part.Section(
                                "Bulk",
                                "Bytes through ssh -R 0:… and the gateway, down (to the visitor) and"
                                        + " up, by 1 and 8 streams in one SSH connection. First with the"
                                        + " client's default settings, where each server chooses by what it"
                                        + " offers; then with aes128-gcm forced on both."));
        Path file = bed.workspace().file("bulk-bytes");
        byte[] bytes = new byte[FILE_SIZE];
        new Random(FILE_SIZE).nextBytes(bytes);
        Files.write(file, bytes);
        try (ByteServer backend = new ByteServer(file)) {
            BulkBench bench = new BulkBench(bed, backend, file);
            bench.measure(new Ciphers("default ciphers", List.of(), 1.3, false));
            bench.measure(
                    new Ciphers("aes128-gcm", List.of("-c", "aes128-gcm@openssh.com"), 1.0, true));
            bench.show();
        }
    }

    private void measure(Ciphers ciphers) throws IOException {
        try (SshTunnel warren = open(bed.warren(), ciphers);
                SshTunnel sshd = open(bed.sshd(), ciphers)) {
            for (Direction direction : Direction.values()) {
                for (int streams : STREAMS) {
                    String name = name(ciphers, direction, streams);
                    judge(ciphers, name, take(name, warren, sshd, direction, streams));
                }
            }
        }
    }

    private SshTunnel open(Gateway gateway, Ciphers ciphers) {
        List<String> verbose = new ArrayList<>(ciphers.options());
        verbose.add("-v");
        try (SshTunnel probe = SshTunnel.tcp(bed.ssh(), gateway, backend.port(), verbose)) {
            Matcher cipher = CIPHER.matcher(probe.output());
            bed.report()
                    .fact(
                            "%s to %s".formatted(ciphers.name(), gateway.name()),
                            cipher.find() ? cipher.group(1) : "unknown");
        }
        return SshTunnel.tcp(bed.ssh(), gateway, backend.port(), ciphers.options());
    }

    private static void warm(BulkRun run, SshTunnel tunnel, Direction direction, int streams) {
        try {
            run.measure(tunnel.entrance().port(), direction, streams, () -> 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Rounds take(
            String name, SshTunnel warren, SshTunnel sshd, Direction direction, int streams)
            throws IOException {
        Rounds rounds = new Rounds();
        BulkRun run = new BulkRun(backend, bulk.file(), bed.seconds(3, 1), Duration.ofMillis(100));
        bed.warmUp(name, () -> warm(run, warren, direction, streams));
        for (int i = 0; i < bed.rounds(); i++) {
            add(
                    rounds,
                    "warren",
                    bulk.measure(
                            warren.entrance().port(),
                            direction,
                            streams,
                            bed.warren()::cpuSeconds));
            add(
                    rounds,
                    "sshd",
                    bulk.measure(
                            sshd.entrance().port(), direction, streams, bed.sshd()::cpuSeconds));
        }
        add(rounds, "direct", bulk.measure(backend.port(), direction, streams, () -> 0));
        return rounds;
    }

    private static void add(Rounds rounds, String subject, BulkRun.Result result) {
        if (result.megabytesPerSecond() <= 0) {
            throw new LabException("bulk: no bytes arrived through " + subject);
        }
        rounds.add(subject, SPEED, result.megabytesPerSecond());
        rounds.add(subject, CPU, result.cpuMillisPerMegabyte());
    }

    private static String name(Ciphers ciphers, Direction direction, int streams) {
        return "%s ×%d, %s"
                .formatted(direction.name().toLowerCase(Locale.ROOT), streams, ciphers.name());
    }

    private void judge(Ciphers ciphers, String name, Rounds rounds) {
        double speed = rounds.ratio(SPEED, "warren", "sshd");
        double cpu = rounds.ratio(CPU, "warren", "sshd");
        bed.report()
                .check(
                        Check.atLeast(
                                "bulk " + name + ": MB/s over sshd", speed, "×", ciphers.speed()));
        if (ciphers.judgeCpu()) {
            bed.report()
                    .check(Check.atMost("bulk " + name + ": CPU per MB over sshd", cpu, "×", 1.0));
        }
        ratios.add(List.of(name, speed, cpu));
        bars.add(new Part.Bar(name, speed));
        figures.add(
                List.of(
                        name,
                        rounds.median("warren", SPEED),
                        rounds.median("sshd", SPEED),
                        rounds.median("direct", SPEED),
                        rounds.median("warren", CPU),
                        rounds.median("sshd", CPU)));
    }

    private void show() {
        bed.report()
                .add(
                        new Part.Table(
                                "Ratios to sshd, medians of rounds",
                                List.of("case", "MB/s", "CPU per MB"),
                                ratios));
        bed.report().add(new Part.Bars("MB/s over sshd's in the same round", "ratio", 1.0, bars));
        bed.report()
                .add(
                        new Part.Table(
                                "Absolute figures, medians (direct: no SSH at all, the harness's own limit)",
                                List.of(
                                        "case",
                                        "warren MB/s",
                                        "sshd MB/s",
                                        "direct MB/s",
                                        "warren CPU ms/MB",
                                        "sshd CPU ms/MB"),
                                figures));
    }
}
