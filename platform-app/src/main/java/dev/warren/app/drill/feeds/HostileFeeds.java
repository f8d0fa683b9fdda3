package dev.warren.app.drill.feeds;

import dev.warren.app.drill.Probes;
import dev.warren.app.drill.Watch;
import dev.warren.app.drill.feeds.HostileServer.Attack;
import dev.warren.app.lab.Check;
import dev.warren.app.lab.FeedFarm;
import dev.warren.app.lab.Option;
import dev.warren.app.lab.Part;
import dev.warren.app.lab.Report;
import dev.warren.app.lab.Run;
import dev.warren.app.lab.Waiting;
import dev.warren.app.lab.WarrenDatabase;
import dev.warren.app.lab.WarrenServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Feeds that are attacks, among thousands that are good and all due at once, in 512 MiB; and then a
 * clock that is set back and forth. A clock that is set back by a year is, to the program, a
 * database whose times are a year ahead, and that is how it is done here.
 */
final class HostileFeeds implements FeedsDrill.FeedsPart {

    private static final double LIMIT = 512;
    private static final double MEBIBYTE = 1 << 20;
    private static final double SLOWER = 2;
    private static final int ITEMS = 20;
    private static final Duration CALM = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final double MINUTE = 60;

    /** Looking takes time of a database that is measured. */
    private static final Duration LOOK = Duration.ofMillis(200);

    @Override
    public String name() {
        return "fetch";
    }

    @Override
    public Part.Section section() {
        return new Part.Section(
                "Fetching",
                "Hostile feeds among good ones that are all due at once, in a process of 512 MiB; then clocks that are set.");
    }

    @Override
    public List<Option> options() {
        return List.of(new Option("feeds", "5000", "good feeds, all due at once, 100 to 100000"));
    }

    private record Scene(Report report, WarrenServer warren, WarrenDatabase database) {}

    @Override
    public void run(Run run) throws Exception {
        int feeds = run.options().number("feeds", 100, 100_000);
        WarrenServer.Setup setup =
                WarrenServer.Setup.make(
                        run.workspace(),
                        "fetch-data",
                        WarrenServer.smallJvm(),
                        List.of("--warren.outbound.allow=127.0.0.0/8"));
        try (FeedFarm farm = FeedFarm.open(feeds, 1, ITEMS);
                HostileServer hostile = HostileServer.open();
                WarrenServer warren = WarrenServer.start(run.workspace(), setup);
                WarrenDatabase database = WarrenDatabase.of(setup.data());
                Watch watch = new Watch(warren);
                Probes probes = Probes.ofOthers(warren)) {
            Scene scene = new Scene(run.report(), warren, database);
            Waiting.pass(CALM);
            Map<String, Double> idle = probes.takeP99();
            attack(scene, hostile, farm, feeds);
            Map<String, Double> under = probes.takeP99();
            clock(scene, farm, feeds);
            neighbours(run.report(), idle, under, probes.failures());
            health(scene);
            watch.show(run.report());
        }
    }

    private static void attack(Scene scene, HostileServer hostile, FeedFarm farm, int feeds) {
        List<String> urls = new ArrayList<>(farm.urls());
        List<String> attacks = Arrays.stream(Attack.values()).map(hostile::url).toList();
        urls.addAll(attacks);
        long begin = System.nanoTime();
        scene.database().follow(urls);
        boolean all = Waiting.until(PATIENCE, LOOK, () -> fetched(scene) >= feeds);
        double seconds = (System.nanoTime() - begin) / 1e9;
        scene.report()
                .check(
                        Check.atMost(
                                "%,d feeds due at once: all fetched after".formatted(feeds),
                                all ? seconds : Double.NaN,
                                "s",
                                Math.max(MINUTE, MINUTE * feeds / 5000)));
        scene.report()
                .check(
                        Check.atLeast(
                                "good feeds asked exactly once",
                                farm.askedExactly(1),
                                "of " + feeds,
                                feeds));
        Waiting.until(PATIENCE, LOOK, () -> unanswered(scene, attacks) == 0);
        List<List<Object>> rows = new ArrayList<>();
        for (Attack attack : Attack.values()) {
            String problem =
                    scene.database()
                            .text(
                                    "select problem from feeds.source where url = ?",
                                    hostile.url(attack));
            rows.add(List.of(attack.words(), problem.isEmpty() ? "(read)" : problem));
            // what is well-formed but for its entities may be read without them
            boolean harmless =
                    attack == Attack.LAUGHS || attack == Attack.OUTSIDE || attack == Attack.DEEP;
            scene.report()
                    .check(
                            Check.holds(
                                    attack.words() + ": came to an end",
                                    harmless || !problem.isEmpty()));
        }
        scene.report()
                .check(
                        Check.holds(
                                "no file of the server in a title",
                                scene.database()
                                                .number(
                                                        "select count(*) from feeds.source where title like '%root:%'")
                                        == 0));
        scene.report()
                .add(new Part.Table("Attacks", List.of("feed", "what its readers are told"), rows));
    }

    private static long fetched(Scene scene) {
        return scene.database()
                .number(
                        "select count(*) from feeds.source where fetched_at is not null and url like '%/feed/%'");
    }

    private static long unanswered(Scene scene, List<String> urls) {
        return scene.database()
                .number(
                        "select count(*) from feeds.source where checked_at is null and url = any(?)",
                        (Object) urls.toArray(String[]::new));
    }

    private static void clock(Scene scene, FeedFarm farm, int feeds) {
        WarrenDatabase database = scene.database();
        farm.reset();
        database.update(
                "update feeds.source set next_fetch_at = next_fetch_at + interval '400 days'");
        database.update(
                """
                update feeds.domain set next_at = next_at + interval '400 days',
                    due_at = due_at + interval '400 days',
                    claim = gen_random_uuid(), claimed_until = now() + interval '400 days'
                """);
        boolean back =
                Waiting.until(
                        PATIENCE,
                        LOOK,
                        () ->
                                database.number(
                                                "select count(*) from feeds.source where next_fetch_at > now() + interval '2 days'")
                                        == 0);
        scene.report()
                .check(Check.holds("clock set back by 400 days: every feed is planned anew", back));
        // those that were planned for the next moments are not to be asked before all the others
        database.update("update feeds.domain set due_at = 'infinity'");
        Waiting.until(
                PATIENCE,
                LOOK,
                () ->
                        database.number("select count(*) from feeds.domain where claim is not null")
                                == 0);
        farm.reset();
        database.update(
                "update feeds.source set followed_at = now(), rest_until = null, next_fetch_at = next_fetch_at - interval '400 days'");
        database.update("update feeds.domain set due_at = now()");
        boolean forth = Waiting.until(PATIENCE, () -> farm.requests() >= feeds);
        scene.report().check(Check.holds("clock set forth: every feed is asked", forth));
        scene.report()
                .check(Check.atLeast("and asked once", farm.askedExactly(1), "of " + feeds, feeds));
    }

    private static void neighbours(
            Report report, Map<String, Double> idle, Map<String, Double> under, int failures) {
        under.forEach((place, p99) ->
                report.check(
                        Check.atMost(
                                "p99 of %s under attack over its idle p99".formatted(place),
                                p99 / idle.getOrDefault(place, Double.NaN),
                                "×",
                                SLOWER)));
        report.check(Check.holds("everything else always answered", failures == 0));
    }

    private static void health(Scene scene) {
        Report report = scene.report();
        report.check(Check.holds("warren is alive", scene.warren().alive()));
        report.check(
                Check.holds("no OutOfMemoryError in its log", !scene.warren().ranOutOfMemory()));
        report.check(
                Check.atMost(
                        "memory of the process, highest",
                        scene.warren().peakResidentBytes() / MEBIBYTE,
                        "MiB",
                        LIMIT));
    }
}
