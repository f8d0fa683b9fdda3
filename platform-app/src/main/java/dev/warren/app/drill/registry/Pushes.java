package dev.warren.app.drill.registry;

import dev.warren.app.lab.Check;
import dev.warren.app.lab.Folders;
import dev.warren.app.lab.LabException;
import dev.warren.app.lab.Part;
import dev.warren.app.lab.Report;
import dev.warren.app.lab.Run;
import dev.warren.app.lab.registry.Content;
import dev.warren.app.lab.registry.RegistryUser;
import dev.warren.app.lab.registry.Stock;
import dev.warren.app.lab.registry.UpstreamRegistry;
import dev.warren.app.lab.registry.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/** Many big pushes at once, each of other bytes. */
final class Pushes {

    private static final long MEGABYTE = 1_000_000;
    private static final long MOST = 1L << 36;
    private static final long SPARE = 2_000_000_000;
    private static final Duration LIMIT = Duration.ofMinutes(20);

    private final Report report;
    private final SmallWarren warren;
    private final RegistryUser user;
    private final Stock stock;

    private Pushes(Report report, SmallWarren warren, Stock stock) {
        this.report = report;
        this.warren = warren;
        this.user = warren.get().user();
        this.stock = stock;
    }

    private static int count(Run run) {
        return run.options().number("pushes", 1, 200);
    }

    private static long size(Run run) {
        return run.options().bytes("size", MOST);
    }

    /** Ends the drill with a sentence when there is no room for what it writes. */
    static void checkDisk(Run run) throws IOException {
        long needed = (count(run) + 1) * size(run) + SPARE;
        long free = Files.getFileStore(run.workspace().root()).getUsableSpace();
        run.report().fact("disk for pushes", "%,d MB".formatted(needed / MEGABYTE));
        if (free < needed) {
            throw new LabException(
                    "pushes: %d of %,d MB need %,d MB on the disk of %s, which has %,d (expected: fewer by --pushes, or smaller by --size)"
                            .formatted(
                                    count(run),
                                    size(run) / MEGABYTE,
                                    needed / MEGABYTE,
                                    run.workspace().root(),
                                    free / MEGABYTE));
        }
    }

    static void run(Run run) throws IOException {
        int pushes = count(run);
        long size = size(run);
        run.report()
                .add(
                        new Part.Section(
                                "Pushes",
                                "%d pushes of %,d MB at once, into repositories of one account."
                                        .formatted(pushes, size / MEGABYTE)));
        Stock stock = Stock.make(run.workspace(), "push-stock", size);
        List<String> settings =
                List.of(
                        "--warren.registry.max-per-account=%dMB"
                                .formatted((pushes + 1) * size / MEGABYTE),
                        "--warren.registry.max-uploads=" + Math.max(20, pushes),
                        "--warren.registry.upkeep.scrub-rate=0B");
        try (UpstreamRegistry upstream = new UpstreamRegistry();
                SmallWarren warren = SmallWarren.start(run, "pushes", upstream, settings)) {
            new Pushes(run.report(), warren, stock).push(pushes);
            warren.judge("pushes");
            warren.stop();
            Folders.empty(warren.blobs());
        }
    }

    private String repository(int number) {
        return warren.get().server().login() + "/big" + number;
    }

    private void push(int pushes) throws IOException {
        long begin = System.nanoTime();
        List<String> problems =
                Crew.start(pushes, i -> user.push(repository(i), stock.content(i))).join(LIMIT);
        double seconds = (System.nanoTime() - begin) / 1e9;
        double megabytes = (double) pushes * stock.size() / MEGABYTE;
        Verdict.of(report, "pushes: each of %d was taken".formatted(pushes), problems);
        report.progress(
                "%,.0f MB in %.1f s, %.0f MB/s".formatted(megabytes, seconds, megabytes / seconds));
        int there = 0;
        for (int i = 0; i < pushes; i++) {
            there += isThere(repository(i), stock.content(i)) ? 1 : 0;
        }
        report.check(Check.atLeast("pushes: blobs that are there", there, "blobs", pushes));
        int last = pushes - 1;
        Verdict.of(
                report,
                "pushes: the last comes back to the byte",
                Crew.start(1, _ -> user.pull(repository(last), stock.content(last).digest()))
                        .join(LIMIT));
    }

    private boolean isThere(String repository, Content blob) throws IOException {
        try (Wire wire = user.open()) {
            Wire.Head head =
                    wire.call(
                            "HEAD",
                            "/v2/%s/blobs/%s".formatted(repository, blob.digest()),
                            user.fields());
            return head.status() == 200 && head.length() == blob.size();
        }
    }
}
