package dev.warren.app.drill.registry;

import dev.warren.app.lab.Check;
import dev.warren.app.lab.Folders;
import dev.warren.app.lab.Part;
import dev.warren.app.lab.Programs;
import dev.warren.app.lab.Prometheus;
import dev.warren.app.lab.Report;
import dev.warren.app.lab.Run;
import dev.warren.app.lab.Waiting;
import dev.warren.app.lab.registry.RegistryUser;
import dev.warren.app.lab.registry.UpstreamRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * {@code kill -9} at a random moment while blobs are fetched, pushed, thrown away to make room and
 * collected, again and again on the same data.
 */
final class Kills {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Images that are pushed before the moment is drawn. */
    private static final int LEAST = 4;

    private static final int MORE_MILLIS = 3000;
    private static final long SEED = 42;

    /** All that is done once a minute, an hour or a day is done all the time. */
    private static final List<String> SETTINGS =
            List.of(
                    "--warren.registry.sparse=false",
                    "--warren.registry.cache-size=60MB",
                    "--warren.registry.upkeep.every=50ms",
                    "--warren.registry.upkeep.in-use=0s",
                    "--warren.registry.upkeep.grace=1s",
                    "--warren.registry.upkeep.collect-every=0s",
                    "--warren.registry.upkeep.check-every=0s");

    private final Run run;
    private final Report report;
    private final List<List<Object>> rows = new ArrayList<>();
    private final List<String> wrongFiles = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private final List<String> unsound = new ArrayList<>();
    private double evicted;
    private double collected;

    private Kills(Run run) {
        this.run = run;
        this.report = run.report();
    }

    static void run(Run run) throws Exception {
        int kills = run.options().number("kills", 1, 1000);
        run.report()
                .add(
                        new Part.Section(
                                "Kills",
                                "%d times kill -9 while clients pull cold blobs through a cache that is"
                                                .formatted(kills)
                                        + " too small, push images, and delete them. After each, with"
                                        + " nothing running: registry fsck, and each file in the store is"
                                        + " hashed. Started again: each image whose push was answered, and"
                                        + " that nobody deleted, is pulled."));
        new Kills(run).repeat(kills);
    }

    private void repeat(int kills) throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        try (UpstreamRegistry upstream = new UpstreamRegistry();
                SmallWarren warren = SmallWarren.start(run, "kills", upstream, SETTINGS)) {
            Traffic traffic = new Traffic(run.workspace(), upstream, warren.get().server().login());
            RegistryUser user = warren.get().user();
            for (int i = 1; i <= kills; i++) {
                traffic.begin(warren.get().nobody(), user);
                Waiting.until(PATIENCE, () -> traffic.pushed() >= LEAST);
                Waiting.pass(Duration.ofMillis(random.nextInt(MORE_MILLIS)));
                Prometheus metrics = warren.get().server().metrics();
                warren.kill();
                Traffic.Done done = traffic.end();
                count(i, done, metrics);
                offline(warren);
                warren.startAgain();
                lost.addAll(traffic.lost(user));
            }
            judge(traffic);
            emptied(warren, traffic, user);
            warren.judge("kills");
        }
    }

    private void count(int kill, Traffic.Done done, Prometheus metrics) {
        double away = metrics.sum("warren_registry_cache_evicted_total");
        double gone =
                metrics.sum("warren_registry_blobs_forgotten_total")
                        + metrics.sum("warren_registry_blobs_removed_total");
        evicted += away;
        collected += gone;
        rows.add(List.of(kill, done.pulled(), done.pushed(), done.deleted(), away, gone));
        report.progress("kill %d: %s".formatted(kill, done));
    }

    private void offline(SmallWarren warren) {
        Programs.Said said = warren.fsck();
        if (said.status() != 0) {
            unsound.add(said.tail());
        }
        Folders.each(
                warren.blobs(),
                file -> {
                    String name = String.valueOf(file.getFileName());
                    if (!hash(file).equals(name)) {
                        wrongFiles.add(name);
                    }
                });
    }

    private static String hash(Path file) throws IOException {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), hash)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(hash.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }

    private void judge(Traffic traffic) {
        report.add(
                new Part.Table(
                        "What was done until each kill",
                        List.of("kill", "pulled", "pushed", "deleted", "evicted", "collected"),
                        rows));
        Verdict.of(report, "kills: fsck finds all well, every time", unsound);
        Verdict.of(report, "kills: every file in the store hashes to its name", wrongFiles);
        Verdict.of(
                report,
                "kills: each of %d images that were pushed and not deleted is there"
                        .formatted(traffic.images()),
                lost);
        Verdict.of(report, "kills: clients saw nothing wrong before a kill", traffic.problems());
        report.check(Check.atLeast("kills: blobs evicted meanwhile", evicted, "blobs", 1));
        report.check(Check.atLeast("kills: blobs collected meanwhile", collected, "blobs", 1));
    }

    /** What an account holds is what its repositories hold, to the end. */
    private void emptied(SmallWarren warren, Traffic traffic, RegistryUser user) {
        traffic.deleteAll(user);
        boolean empty =
                Waiting.until(
                        Duration.ofSeconds(20),
                        () -> warren.get().say("registry usage").path("held").asLong() == 0);
        report.check(Check.holds("kills: all deleted, the account holds nothing", empty));
    }
}
