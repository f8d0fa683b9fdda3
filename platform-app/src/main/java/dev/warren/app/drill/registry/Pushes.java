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

    private static final long MOST = 1L << 36;
    private static final long SPARE = 2_000_000_000;
    private static final Duration LIMIT = Duration.ofMinutes(20);

    private Pushes() {}

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
        run.report().fact("disk for pushes", "%,d MB".formatted(needed / 1_000_000));
        if (free < needed) {
            throw new LabException(
                    "pushes: %d of %,d MB need %,d MB on the disk of %s, which has %,d (expected: fewer by --pushes, or smaller by --size)"
                            .formatted(
                                    count(run),
                                    size(run) / 1_000_000,
                                    needed / 1_000_000,
                                    run.workspace().root(),
                                    free / 1_000_000));
        }
    }

    static void run(Run run) throws IOException {
        int pushes = count(run);
        long size = size(run);
        Report report = run.report();
        report.add(
                new Part.Section(
                        "Pushes",
                        "%d pushes of %,d MB at once, into repositories of one account."
                                .formatted(pushes, size / 1_000_000)));
        Stock stock = Stock.make(run.workspace(), "push-stock", size);
        try (UpstreamRegistry upstream = new UpstreamRegistry();
                SmallWarren warren =
                        SmallWarren.start(
                                run,
                                "pushes",
                                upstream,
                                List.of(
                                        "--warren.registry.max-per-account=%dMB"
                                                .formatted((pushes + 1) * size / 1_000_000),
                                        "--warren.registry.max-uploads=" + Math.max(20, pushes),
                                        "--warren.registry.upkeep.scrub-rate=0B"))) {
            RegistryUser user = warren.get().user();
            String name = warren.get().server().login() + "/big";
            long begin = System.nanoTime();
            List<String> problems =
                    Crew.start(pushes, i -> user.push(name + i, stock.content(i))).join(LIMIT);
            double seconds = (System.nanoTime() - begin) / 1e9;
            Verdict.of(report, "pushes: each of %d was taken".formatted(pushes), problems);
            report.progress(
                    "%,d MB in %.1f s, %.0f MB/s"
                            .formatted(
                                    pushes * size / 1_000_000,
                                    seconds,
                                    pushes * size / 1e6 / seconds));
            int there = 0;
            for (int i = 0; i < pushes; i++) {
                there += isThere(user, name + i, stock.content(i)) ? 1 : 0;
            }
            report.check(Check.atLeast("pushes: blobs that are there", there, "blobs", pushes));
            Verdict.of(
                    report,
                    "pushes: the last comes back to the byte",
                    Crew.start(
                                    1,
                                    _ ->
                                            user.pull(
                                                    name + (pushes - 1),
                                                    stock.content(pushes - 1).digest()))
                            .join(LIMIT));
            warren.judge("pushes");
            warren.stop();
            Folders.empty(warren.blobs());
        }
    }

    private static boolean isThere(RegistryUser user, String repository, Content blob)
            throws IOException {
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
