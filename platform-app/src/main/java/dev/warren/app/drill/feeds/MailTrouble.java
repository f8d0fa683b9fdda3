package dev.warren.app.drill.feeds;

import dev.warren.app.lab.Budgets;
import dev.warren.app.lab.Check;
import dev.warren.app.lab.MailServer;
import dev.warren.app.lab.MailServer.Act;
import dev.warren.app.lab.MailServer.Step;
import dev.warren.app.lab.Newsroom;
import dev.warren.app.lab.Option;
import dev.warren.app.lab.Part;
import dev.warren.app.lab.Report;
import dev.warren.app.lab.Run;
import dev.warren.app.lab.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A mail server that hangs, answers 4xx and 5xx, and dies with and without the mail, each while
 * digests are due; and one reader who is refused for good, until the owner copies the file again.
 */
final class MailTrouble implements FeedsDrill.FeedsPart {

    private static final int FEEDS = 4;
    private static final String REFUSED = "gone";
    private static final List<String> READERS = List.of("ann", "bob", REFUSED);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final double FETCHED_WITHIN = 15;

    /** Waits double, so none is longer than all before; and there is a moment for sending. */
    private static final double SENDING = 15;

    /** So many sessions meet a trouble before the next one comes. */
    private static final int MEETINGS = 2;

    /** What the server does at one step. */
    private record Trouble(String words, Step step, Act act) {}

    private static final List<Trouble> TROUBLES =
            List.of(
                    new Trouble("says nothing at all", Step.CONNECTED, new Act.Silence()),
                    new Trouble("says nothing after the mail", Step.DOT, new Act.Silence()),
                    new Trouble("hangs up at once", Step.CONNECTED, new Act.HangUp()),
                    new Trouble("421 at once", Step.CONNECTED, new Act.Say("421 4.3.2 closing")),
                    new Trouble("554 at once", Step.CONNECTED, new Act.Say("554 5.3.2 no")),
                    new Trouble("451 to the sender", Step.MAIL, new Act.Say("451 4.3.0 later")),
                    new Trouble("550 to the sender", Step.MAIL, new Act.Say("550 5.7.1 not you")),
                    new Trouble("450 to recipients", Step.RCPT, new Act.Say("450 4.2.1 later")),
                    new Trouble("452 to DATA", Step.DATA, new Act.Say("452 4.3.1 full")),
                    new Trouble("451 to the mail", Step.DOT, new Act.Say("451 4.7.1 later")),
                    new Trouble("dies within the mail", Step.HALF, new Act.HangUp()),
                    new Trouble("dies after the mail, without it", Step.DOT, new Act.HangUp()),
                    new Trouble(
                            "dies after the mail, and has it", Step.DOT, new Act.KeepAndHangUp()));

    @Override
    public String name() {
        return "mail";
    }

    @Override
    public Part.Section section() {
        return new Part.Section(
                "Mail",
                "A mail server that hangs, refuses, and dies before and after it has the mail, while digests are due. What it kept is compared with what the feeds published.");
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public void run(Run run) throws Exception {
        Report report = run.report();
        Newsroom news = Newsroom.open(FEEDS);
        try (news;
                MailServer mail = MailServer.open();
                DigestWarren warren = DigestWarren.start(run, "mail-data", news, mail)) {
            warren.file("ann");
            warren.file("bob", "=: mode items", "=: max_items 500");
            warren.file(REFUSED);
            long began = System.nanoTime();
            double slowest = troubles(report, warren, news, mail);
            report.check(
                    Check.atMost(
                            "mail: news stored meanwhile after, at most",
                            slowest,
                            "s",
                            FETCHED_WITHIN));
            mail.manners((_, _) -> new Act.Usual());
            double lasted = seconds(began);
            long well = System.nanoTime();
            boolean left = warren.calm(PATIENCE);
            report.check(
                    Check.atMost(
                            "mail: after %.0f s of this, the server is well and has all mails after"
                                    .formatted(lasted),
                            left ? seconds(well) : Double.NaN,
                            "s",
                            lasted + SENDING));
            refuse(report, warren, news, mail);
            Tally.of(news, mail, READERS).judge(report, "mail");
            report.check(Check.holds("mail: warren is alive", warren.server().alive()));
            Budgets.judge(report, warren.server().metrics(), "mail: ");
        }
    }

    /** One after the other; the longest that fetching took meanwhile, in seconds. */
    private static double troubles(
            Report report, DigestWarren warren, Newsroom news, MailServer mail) {
        List<List<Object>> rows = new ArrayList<>();
        double slowest = 0;
        for (Trouble trouble : TROUBLES) {
            AtomicInteger met = new AtomicInteger();
            mail.manners((step, _) -> {
                if (step != trouble.step) {
                    return new Act.Usual();
                }
                met.incrementAndGet();
                return trouble.act;
            });
            double seconds = round(warren, news);
            slowest = Math.max(slowest, seconds);
            boolean came = Waiting.until(SOON, () -> met.get() >= MEETINGS);
            rows.add(List.of(trouble.words, met.get(), mail.kept().size()));
            report.progress(
                    "%s: met %d times, %d mails kept"
                            .formatted(trouble.words, met.get(), mail.kept().size()));
            if (!came) {
                report.check(Check.holds("mail: %s: it was met".formatted(trouble.words), false));
            }
        }
        report.add(
                new Part.Table(
                        "What the mail server did",
                        List.of("trouble", "sessions that met it", "mails it has"),
                        rows));
        return slowest;
    }

    /** Something new in each feed, fetched, and then due; how long fetching took, in seconds. */
    private static double round(DigestWarren warren, Newsroom news) {
        news.publish();
        long begin = System.nanoTime();
        boolean fetched = warren.fetch(SOON);
        warren.digestsDue();
        return fetched ? seconds(begin) : Double.NaN;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    /** One reader's address is refused for good, and then it is not. */
    private static void refuse(Report report, DigestWarren warren, Newsroom news, MailServer mail) {
        String address = DigestWarren.address(REFUSED);
        AtomicInteger refused = new AtomicInteger();
        mail.manners((step, to) -> {
            if (step == Step.RCPT && to.equals(address)) {
                refused.incrementAndGet();
                return new Act.Say("550 5.1.1 no such reader");
            }
            return new Act.Usual();
        });
        round(warren, news);
        boolean paused = Waiting.until(SOON, () -> isPaused(warren, address));
        report.check(Check.holds("mail: 550 to a recipient pauses that digest", paused));
        round(warren, news);
        warren.calm(SOON);
        report.check(
                Check.atMost("mail: attempts at a recipient after a 550", refused.get(), "×", 1));
        mail.manners((_, _) -> new Act.Usual());
        warren.file(REFUSED);
        warren.digestsDue();
        report.check(Check.holds("mail: its file copied again, all goes on", warren.calm(SOON)));
    }

    private static boolean isPaused(DigestWarren warren, String address) {
        return warren.database()
                        .number(
                                "select count(*) from feeds.digest where email = ? and paused like '%no such reader%'",
                                address)
                > 0;
    }
}
