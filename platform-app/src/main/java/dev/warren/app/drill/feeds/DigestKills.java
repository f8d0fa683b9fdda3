package dev.warren.app.drill.feeds;

import dev.warren.app.lab.Check;
import dev.warren.app.lab.LabException;
import dev.warren.app.lab.MailServer;
import dev.warren.app.lab.Newsroom;
import dev.warren.app.lab.Option;
import dev.warren.app.lab.Part;
import dev.warren.app.lab.Run;
import dev.warren.app.lab.Waiting;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * {@code kill -9} between every two steps of the way from a feed to its readers' mail server, and
 * then at moments that nobody chose, again and again on the same data.
 */
final class DigestKills implements FeedsDrill.FeedsPart {

    private static final int FEEDS = 4;
    private static final List<String> READERS = List.of("ann", "bob", "cleo", "dan");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LONGEST_MILLIS = 2000;
    private static final Duration PAUSE = Duration.ofMillis(150);
    private static final long SEED = 42;

    @Override
    public String name() {
        return "kills";
    }

    @Override
    public Part.Section section() {
        return new Part.Section(
                "Kills",
                "kill -9 between every two steps from a feed to a reader's mail server, and at random moments. What the mail server kept is compared with what the feeds published.");
    }

    @Override
    public List<Option> options() {
        return List.of(
                new Option(
                        "kills",
                        "5",
                        "how often it is killed at a random moment, beside the %d chosen ones, 0 to 1000"
                                .formatted(Moment.ALL.size())));
    }

    /** One run of it. */
    private record Scene(Run run, Newsroom news, MailServer mail, DigestWarren warren) {

        /** News in every feed, and every file due; all of it is under way when this returns. */
        void begin() {
            news.publish();
            warren.fetch(SOON);
            warren.digestsDue();
        }
    }

    @Override
    public void run(Run run) throws Exception {
        int kills = run.options().number("kills", 0, 1000);
        try (Newsroom news = Newsroom.open(FEEDS);
                MailServer mail = MailServer.open();
                DigestWarren warren = DigestWarren.start(run, "kills-data", news, mail)) {
            for (int i = 0; i < READERS.size(); i++) {
                String mode = i % 2 == 0 ? "digest" : "items";
                warren.file(READERS.get(i), "=: mode " + mode, "=: max_items 500");
            }
            Scene scene = new Scene(run, news, mail, warren);
            scene.begin();
            if (!warren.calm(PATIENCE)) {
                throw new LabException("no mails before anything was killed");
            }
            chosen(scene);
            random(scene, kills);
            judge(scene);
        }
    }

    private static void chosen(Scene scene) throws SQLException {
        List<List<Object>> rows = new ArrayList<>();
        for (Moment moment : Moment.ALL) {
            boolean came = at(scene, moment);
            scene.run.report().progress("killed: " + moment.words());
            scene.run.report().check(Check.holds("kills: it came to: " + moment.words(), came));
            rows.add(
                    List.of(
                            moment.words(),
                            scene.warren.server().startTime().toMillis() / 1e3,
                            scene.mail.kept().size()));
        }
        scene.run
                .report()
                .add(
                        new Part.Table(
                                "Where it was killed",
                                List.of("moment", "next start s", "mails kept by then"),
                                rows));
    }

    /** Whether the moment came, at which it was killed. */
    private static boolean at(Scene scene, Moment moment) throws SQLException {
        boolean came;
        try (Trap trap = new Trap(moment, scene.news, scene.mail, scene.warren.database())) {
            scene.news.publish();
            scene.warren.database().allDue();
            Waiting.until(SOON, () -> trap.isSprung() || scene.warren.isFetched());
            if (!trap.isSprung()) {
                scene.warren.digestsDue();
            }
            came = Waiting.until(SOON, trap::isSprung);
            scene.warren.kill();
        }
        again(scene);
        return came;
    }

    /** Starts it again, and lets it catch up. */
    private static void again(Scene scene) throws SQLException {
        scene.warren.startAgain();
        boolean fetched = scene.warren.fetch(SOON);
        scene.warren.digestsDue();
        if (!fetched || !scene.warren.calm(PATIENCE)) {
            scene.run.report().check(Check.holds("kills: it catches up after a kill", false));
        }
    }

    private static void random(Scene scene, int kills) throws SQLException {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 1; i <= kills; i++) {
            long end = System.nanoTime() + random.nextInt(LONGEST_MILLIS) * 1_000_000L;
            while (System.nanoTime() < end) {
                scene.news.publish();
                scene.warren.database().allDue();
                scene.warren.digestsDue();
                long left = Math.max(0, end - System.nanoTime());
                Waiting.pass(Duration.ofNanos(Math.min(left, PAUSE.toNanos())));
            }
            scene.warren.kill();
            again(scene);
            scene.run
                    .report()
                    .progress(
                            "kill %d at random: %d mails kept"
                                    .formatted(i, scene.mail.kept().size()));
        }
    }

    private static void judge(Scene scene) {
        Tally.of(scene.news, scene.mail, READERS).judge(scene.run.report(), "kills");
        long twice =
                scene.warren
                        .database()
                        .number(
                                """
                                select count(*) from (select 1 from feeds.digest_run
                                    group by digest_id, due_at having count(*) > 1) twice\
                                """);
        scene.run
                .report()
                .check(
                        Check.atMost(
                                "kills: due minutes that were honoured twice",
                                twice,
                                "minutes",
                                0));
        scene.run
                .report()
                .check(
                        Check.holds(
                                "kills: no OutOfMemoryError in its log",
                                !scene.warren.server().ranOutOfMemory()));
    }
}
