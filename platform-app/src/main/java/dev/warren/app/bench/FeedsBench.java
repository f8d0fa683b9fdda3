package dev.warren.app.bench;

import dev.warren.app.lab.Check;
import dev.warren.app.lab.Experiment;
import dev.warren.app.lab.FeedFarm;
import dev.warren.app.lab.Option;
import dev.warren.app.lab.Part;
import dev.warren.app.lab.ProcFs;
import dev.warren.app.lab.Report;
import dev.warren.app.lab.Run;
import dev.warren.app.lab.Waiting;
import dev.warren.app.lab.WarrenDatabase;
import dev.warren.app.lab.WarrenServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Feeds on a server of this machine: how many are fetched a minute, in what memory, and whether
 * each is asked once an interval and each host at its pace, by one node and by three on one
 * database.
 */
final class FeedsBench implements Experiment {

    private static final int PER_HOST = 4;
    private static final int ITEMS = 20;
    private static final int NODES = 3;

    /** One in so many has news in the second round, and in the third. */
    private static final int NEWS = 20;

    private static final double SPACING = 0.5;
    private static final double MEBIBYTE = 1 << 20;
    private static final double BUDGET_MEBIBYTES = 96;
    private static final double MINUTE = 60;
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration SETTLE = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "feeds";
    }

    @Override
    public String summary() {
        return "feeds a minute, their memory, once an interval on three nodes, parsing beside plain Rome";
    }

    @Override
    public List<Option> options() {
        return List.of(
                new Option("feeds", "10000", "how many, 100 to 100000"),
                new Option("limit", "600", "seconds that a round may take, 10 to 3600"));
    }

    /** One round: every feed was due at its beginning. */
    private record Round(
            String name, double seconds, double warrenCpu, double databaseCpu, FeedFarm farm) {

        List<Object> row() {
            return List.of(
                    name,
                    farm.requests(),
                    farm.unchanged(),
                    seconds,
                    farm.requests() / seconds * MINUTE,
                    farm.requests() / warrenCpu * MINUTE,
                    farm.requests() / (warrenCpu + databaseCpu) * MINUTE);
        }
    }

    @Override
    public void run(Run run) throws Exception {
        int feeds = run.options().number("feeds", 100, 100_000);
        Duration limit = run.options().seconds("limit", 10, 3600);
        Report report = run.report();
        ParseBench.run(report);
        List<List<Object>> rows = new ArrayList<>();
        WarrenServer.Setup setup = setup(run, "data", List.of());
        try (FeedFarm farm = FeedFarm.open(feeds, PER_HOST, ITEMS);
                WarrenServer first = WarrenServer.start(run.workspace(), setup);
                WarrenDatabase database = WarrenDatabase.of(setup.data())) {
            database.follow(farm.urls());
            rows.add(round(run, "1 node, all new", limit, farm, List.of(first), database));
            farm.publish(NEWS);
            database.allDue();
            rows.add(round(run, "1 node, mostly 304", limit, farm, List.of(first), database));
            memory(report, first);
            try (WarrenServer second = another(run, "second", database);
                    WarrenServer third = another(run, "third", database)) {
                farm.publish(NEWS + 1);
                database.allDue();
                List<WarrenServer> all = List.of(first, second, third);
                rows.add(round(run, NODES + " nodes, mostly 304", limit, farm, all, database));
                share(report, all);
            }
        }
        report.add(
                new Part.Table(
                        "Rounds over %,d feeds of %d items on %,d hosts"
                                .formatted(feeds, ITEMS, (feeds + PER_HOST - 1) / PER_HOST),
                        List.of(
                                "round",
                                "requests",
                                "of them 304",
                                "s",
                                "feeds/min",
                                "feeds/min a core, Warren",
                                "feeds/min a core, with PostgreSQL"),
                        rows));
    }

    private static WarrenServer.Setup setup(Run run, String data, List<String> more) {
        List<String> settings =
                new ArrayList<>(
                        List.of(
                                "--warren.outbound.allow=127.0.0.0/8",
                                "--warren.feeds.memory=96MB",
                                "--warren.registry.memory=32MB",
                                "--warren.feeds.fetch.least=12h",
                                "--warren.feeds.pace.spacing=%dms"
                                        .formatted((int) (SPACING * 1000))));
        settings.addAll(more);
        return WarrenServer.Setup.make(run.workspace(), data, WarrenServer.jvm(384, 128), settings);
    }

    private static WarrenServer another(Run run, String data, WarrenDatabase database) {
        return WarrenServer.start(run.workspace(), setup(run, data, database.settings(8)));
    }

    private static List<Object> round(
            Run run,
            String name,
            Duration limit,
            FeedFarm farm,
            List<WarrenServer> nodes,
            WarrenDatabase database) {
        double warren = cpu(nodes);
        double postgres = ProcFs.system().treeCpuSeconds(database.pid());
        long begin = System.nanoTime();
        Waiting.until(limit, LOOK, () -> !isAnyDue(database));
        double seconds = (System.nanoTime() - begin) / 1e9;
        Round round =
                new Round(
                        name,
                        seconds,
                        cpu(nodes) - warren,
                        ProcFs.system().treeCpuSeconds(database.pid()) - postgres,
                        farm);
        // whatever would come twice has the time to come
        Waiting.pass(SETTLE);
        run.report()
                .progress("%s: %,d requests in %.1f s".formatted(name, farm.requests(), seconds));
        judge(run.report(), name, farm, (int) database.number("select count(*) from feeds.source"));
        List<Object> row = round.row();
        farm.reset();
        return row;
    }

    private static boolean isAnyDue(WarrenDatabase database) {
        return database.number(
                        "select count(*) from (select 1 from feeds.source where next_fetch_at <= now() + interval '1 minute' limit 1) due")
                > 0;
    }

    private static double cpu(List<WarrenServer> nodes) {
        return nodes.stream().mapToDouble(WarrenServer::cpuSeconds).sum();
    }

    private static void judge(Report report, String name, FeedFarm farm, int feeds) {
        report.check(
                Check.atLeast(
                        name + ": feeds that were asked exactly once",
                        farm.askedExactly(1),
                        "of " + feeds,
                        feeds));
        report.check(
                Check.holds(name + ": no host asked while it was asked", farm.overlaps() == 0));
        report.check(
                Check.atLeast(
                        name + ": shortest pause of a host",
                        farm.leastGapSeconds(),
                        "s",
                        SPACING * 0.98));
    }

    private static void memory(Report report, WarrenServer warren) {
        report.check(
                Check.atMost(
                        "memory that feeds held, highest",
                        warren.metrics().sum("warren_memory_budget_peak_bytes", "module", "feeds")
                                / MEBIBYTE,
                        "MiB",
                        BUDGET_MEBIBYTES));
        report.fact(
                "memory of the process, highest",
                "%.0f MiB".formatted(warren.peakResidentBytes() / MEBIBYTE));
    }

    private static void share(Report report, List<WarrenServer> nodes) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            var fetches = nodes.get(i).metrics().by("warren_feeds_fetches_total", "outcome");
            rows.add(List.of("node " + (i + 1), fetches.toString()));
            report.check(Check.holds("node " + (i + 1) + " took part", !fetches.isEmpty()));
        }
        report.add(new Part.Table("What each node fetched", List.of("node", "outcomes"), rows));
    }
}
