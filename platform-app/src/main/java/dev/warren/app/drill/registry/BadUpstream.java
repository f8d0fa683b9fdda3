package dev.warren.app.drill.registry;

import dev.warren.app.lab.Check;
import dev.warren.app.lab.Part;
import dev.warren.app.lab.Report;
import dev.warren.app.lab.Run;
import dev.warren.app.lab.Waiting;
import dev.warren.app.lab.registry.Content;
import dev.warren.app.lab.registry.Image;
import dev.warren.app.lab.registry.RegistryUser;
import dev.warren.app.lab.registry.RegistryWarren;
import dev.warren.app.lab.registry.Stock;
import dev.warren.app.lab.registry.Trouble;
import dev.warren.app.lab.registry.UpstreamRegistry;
import dev.warren.app.lab.registry.Wire;
import dev.warren.app.lab.registry.WrongBytesException;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** An upstream that cuts, corrupts, stalls, refuses, and is not there. */
final class BadUpstream {

    private static final String REPOSITORY = RegistryWarren.UPSTREAM + "/library/bad";
    private static final long SIZE = 40_000_000;
    private static final long MEGABYTE = 1_000_000;
    private static final int TIMES = 8;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int OK = 200;
    private static final int TOO_MANY = 429;
    private static final Set<Integer> FAILING = Set.of(502, 503, 504);

    private final Report report;
    private final UpstreamRegistry upstream;
    private final SmallWarren warren;
    private final Stock stock;
    private final Image image;

    private BadUpstream(Run run, UpstreamRegistry upstream, SmallWarren warren) {
        this.report = run.report();
        this.upstream = upstream;
        this.warren = warren;
        this.stock = Stock.make(run.workspace(), "bad-stock", SIZE);
        this.image = Image.of(stock.content(0), List.of(stock.content(1)));
    }

    static void run(Run run) throws IOException {
        run.report()
                .add(
                        new Part.Section(
                                "Bad upstream",
                                "Blobs of %,d MB, and tags that are stale at once."
                                        .formatted(SIZE / MEGABYTE)));
        try (UpstreamRegistry upstream = new UpstreamRegistry();
                SmallWarren warren =
                        SmallWarren.start(
                                run,
                                "upstream",
                                upstream,
                                List.of("--warren.registry.upstreams.lab.fresh-for=*=0s"))) {
            BadUpstream drill = new BadUpstream(run, upstream, warren);
            drill.cuts();
            drill.corrupts();
            drill.stalls();
            drill.refuses();
            drill.isDown();
            warren.judge("upstream");
        }
    }

    private RegistryUser nobody() {
        return warren.get().nobody();
    }

    private Content blob(long number) {
        Content blob = stock.content(number);
        upstream.put(blob);
        return blob;
    }

    private List<String> pull(Content blob) {
        return Crew.start(4, _ -> nobody().pull(REPOSITORY, blob.digest())).join(LIMIT);
    }

    private void cuts() {
        Content blob = blob(10);
        upstream.next(
                List.of(
                        new Trouble.Cut(5 * MEGABYTE),
                        new Trouble.Cut(6 * MEGABYTE),
                        new Trouble.Cut(30 * MEGABYTE)));
        Verdict.of(report, "upstream cuts three times: clients see nothing of it", pull(blob));
    }

    private void corrupts() {
        Content blob = blob(11);
        upstream.next(List.of(new Trouble.Corrupt(20 * MEGABYTE)));
        boolean complete = true;
        try {
            nobody().pull(REPOSITORY, blob.digest());
        } catch (WrongBytesException e) {
            report.progress(e.toString());
        } catch (IOException e) {
            complete = false;
        }
        report.check(Check.holds("upstream corrupts: nobody gets a complete answer", !complete));
        Verdict.of(report, "upstream corrupted: the next pull is right", pull(blob));
    }

    private void stalls() {
        Content blob = blob(12);
        upstream.next(List.of(new Trouble.Stall(8 * MEGABYTE)));
        long begin = System.nanoTime();
        List<String> problems = pull(blob);
        report.progress("took %.1f s".formatted((System.nanoTime() - begin) / 1e9));
        Verdict.of(report, "upstream stalls: clients get it all the same", problems);
    }

    private Wire.Head ask(String tag) throws IOException {
        try (Wire wire = nobody().open()) {
            return wire.call(
                    "GET",
                    "/v2/" + REPOSITORY + "/manifests/" + tag,
                    List.of("Accept: " + Image.TYPE));
        }
    }

    private void refuses() throws IOException {
        upstream.put("known", image);
        Verdict.of(
                report,
                "an image is pulled through",
                Crew.start(1, _ -> nobody().pull(REPOSITORY, "known", image)).join(LIMIT));
        answer(new Trouble.Status(503, List.of()));
        failing("answers 503", ask("unknown-503"));
        stale("answers 503");
        answer(new Trouble.Status(TOO_MANY, List.of("Retry-After: 3")));
        Wire.Head head = ask("unknown-429");
        report.check(
                Check.holds(
                        "upstream answers 429, nothing kept: 429 with Retry-After, not "
                                + head.status(),
                        head.status() == TOO_MANY && head.field("retry-after").isPresent()));
        stale("answers 429");
        upstream.next(List.of());
    }

    private void answer(Trouble trouble) {
        upstream.next(Collections.nCopies(TIMES, trouble));
    }

    private void failing(String how, Wire.Head head) {
        report.check(
                Check.holds(
                        "upstream %s, nothing kept: %d with Retry-After, never 404"
                                .formatted(how, head.status()),
                        FAILING.contains(head.status()) && head.field("retry-after").isPresent()));
    }

    private void stale(String how) throws IOException {
        Wire.Head[] head = {ask("known")};
        // the first stale answer may come while somebody is asking the upstream
        Waiting.until(
                Duration.ofSeconds(5),
                () -> {
                    try {
                        head[0] = ask("known");
                    } catch (IOException e) {
                        return false;
                    }
                    return head[0].field("warning").isPresent();
                });
        report.check(
                Check.holds(
                        "upstream %s: what is kept is served, with a Warning".formatted(how),
                        head[0].status() == OK && head[0].field("warning").isPresent()));
    }

    private void isDown() throws IOException {
        warren.stop();
        upstream.goDown();
        warren.startAgain();
        report.check(Check.holds("upstream is down at the start: warren starts", true));
        Verdict.of(
                report,
                "upstream is down: a kept image is served, to the byte",
                Crew.start(1, _ -> nobody().pull(REPOSITORY, "known", image)).join(LIMIT));
        stale("is down");
        failing("is down", ask("unknown-down"));
        upstream.comeBack();
        Content blob = blob(13);
        boolean back =
                Waiting.until(
                        Duration.ofSeconds(30),
                        () ->
                                Crew.start(1, _ -> nobody().pull(REPOSITORY, blob.digest()))
                                        .join(LIMIT)
                                        .isEmpty());
        report.check(Check.holds("upstream is back: so are its blobs, within 30 s", back));
    }
}
