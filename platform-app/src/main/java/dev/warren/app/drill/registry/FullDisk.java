package dev.warren.app.drill.registry;

import dev.warren.app.lab.Check;
import dev.warren.app.lab.Line;
import dev.warren.app.lab.Part;
import dev.warren.app.lab.Programs;
import dev.warren.app.lab.Report;
import dev.warren.app.lab.Run;
import dev.warren.app.lab.Waiting;
import dev.warren.app.lab.Workspace;
import dev.warren.app.lab.registry.Content;
import dev.warren.app.lab.registry.RegistryUser;
import dev.warren.app.lab.registry.RegistryWarren;
import dev.warren.app.lab.registry.Stock;
import dev.warren.app.lab.registry.UpstreamRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A disk of 200 MB that fills up while clients pull and push. */
final class FullDisk {

    private static final String REPOSITORY = RegistryWarren.UPSTREAM + "/library/full";
    private static final int CLIENTS = 4;
    private static final int MEGABITS = 400;
    private static final long MEGABYTE = 1_000_000;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration QUICK = Duration.ofSeconds(10);

    private final Report report;
    private final UpstreamRegistry upstream;
    private final SmallWarren warren;
    private final RegistryUser user;
    private final Path disk;

    private FullDisk(Report report, UpstreamRegistry upstream, SmallWarren warren, Path disk) {
        this.report = report;
        this.upstream = upstream;
        this.warren = warren;
        this.user = warren.get().user();
        this.disk = disk;
    }

    static void run(Run run) throws IOException {
        run.report().add(new Part.Section("Full disk", "The store is on a file system of 200 MB."));
        Workspace workspace = run.workspace();
        workspace.directory("full");
        Path disk = workspace.directory("full/registry");
        if (!isMounted(workspace, disk)) {
            run.report()
                    .fact(
                            "full disk",
                            "not shown: a small file system can be mounted by root only, and not"
                                    + " in every container");
            return;
        }
        try (UpstreamRegistry upstream = new UpstreamRegistry();
                SmallWarren warren =
                        SmallWarren.start(
                                run,
                                "full",
                                upstream,
                                List.of(
                                        "--warren.registry.keep-free=10MB",
                                        "--warren.registry.upkeep.in-use=1s",
                                        "--warren.registry.upkeep.every=1s"))) {
            FullDisk drill = new FullDisk(run.report(), upstream, warren, disk);
            Stock large = Stock.make(workspace, "large-stock", 300 * MEGABYTE);
            drill.tooLarge(large);
            drill.fillsUpMeanwhile(Stock.make(workspace, "middle-stock", 120 * MEGABYTE));
            Stock small = Stock.make(workspace, "small-stock", 60 * MEGABYTE);
            drill.isFull(small, large);
            drill.hasRoomAgain(small);
            warren.judge("full disk");
            warren.stop();
            Programs.Said said = warren.fsck();
            run.report().progress(said.tail());
            run.report().check(Check.holds("full disk: fsck finds all well", said.status() == 0));
        }
    }

    private static boolean isMounted(Workspace workspace, Path disk) {
        if (Programs.find("mount").isEmpty() || Programs.find("umount").isEmpty()) {
            return false;
        }
        Programs.Said said =
                Programs.say(
                        workspace,
                        "mount",
                        List.of(
                                Programs.need("mount", "mount").toString(),
                                "-t",
                                "tmpfs",
                                "-o",
                                "size=200m",
                                "tmpfs",
                                disk.toString()),
                        QUICK);
        if (said.status() != 0) {
            return false;
        }
        String program = Programs.need("umount", "mount").toString();
        // no program of the workspace's: those are ended before
        workspace.keep(
                (AutoCloseable)
                        () ->
                                new ProcessBuilder(program, "-l", disk.toString())
                                        .start()
                                        .waitFor(QUICK.toSeconds(), TimeUnit.SECONDS));
        return true;
    }

    private RegistryUser nobody() {
        return warren.get().nobody();
    }

    private Crew pull(Content blob) {
        upstream.put(blob);
        return Crew.start(CLIENTS, _ -> nobody().pull(REPOSITORY, blob.digest()));
    }

    private void tooLarge(Stock stock) {
        Verdict.of(
                report,
                "full disk: a blob larger than the disk is passed through, to the byte",
                pull(stock.content(1)).join(LIMIT));
    }

    /** Somebody else takes the rest of the disk while a blob is half-way. */
    private void fillsUpMeanwhile(Stock stock) throws IOException {
        long before = upstream.sent();
        upstream.through(Line.of(MEGABITS));
        Crew crew = pull(stock.content(2));
        Waiting.until(LIMIT, () -> upstream.sent() - before > stock.size() / 4);
        fill();
        Verdict.of(
                report,
                "full disk: clients of a blob that is half-way get all of it",
                crew.join(LIMIT));
        report.check(
                Check.atMost(
                        "full disk: upstream sent over the blob's size",
                        (double) (upstream.sent() - before) / stock.size(),
                        "×",
                        1.02));
        upstream.through(Line.ENDLESS);
    }

    private Path filler() {
        return disk.resolve("somebody-elses");
    }

    private void fill() throws IOException {
        byte[] piece = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (true) {
                out.write(piece);
            }
        } catch (IOException full) {
            long left = Files.getFileStore(disk).getUsableSpace();
            if (left > piece.length) {
                throw full;
            }
        }
    }

    /**
     * What is pushed is more than there would be room for with nothing kept of other registries.
     */
    private void isFull(Stock stock, Stock large) throws IOException {
        Verdict.of(
                report,
                "full disk: another blob is served without being kept",
                pull(stock.content(3)).join(LIMIT));
        fill();
        String refusal = push(large.content(2));
        report.progress("a push: " + refusal);
        report.check(
                Check.holds(
                        "full disk: a push is refused with 413, 429 or 507",
                        refusal.matches(".*status (413|429|507) .*")));
    }

    /** How a push ended; empty when it was taken. */
    private String push(Content blob) {
        String repository = warren.get().server().login() + "/full";
        List<String> problems = Crew.start(1, _ -> user.push(repository, blob)).join(LIMIT);
        return problems.isEmpty() ? "" : problems.getFirst();
    }

    private void hasRoomAgain(Stock stock) throws IOException {
        Files.delete(filler());
        String refusal = push(stock.content(5));
        report.progress("a push: " + (refusal.isEmpty() ? "taken" : refusal));
        report.check(Check.holds("room again: a push is taken", refusal.isEmpty()));
    }
}
