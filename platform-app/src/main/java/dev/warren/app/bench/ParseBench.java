package dev.warren.app.bench;

import dev.warren.app.lab.Part;
import dev.warren.app.lab.Report;
import dev.warren.feeds.ParseCost;
import java.util.List;

/** What it costs to read a feed, healed and made harmless, beside Rome, which does neither. */
final class ParseBench {

    private static final int ROUNDS = 200;
    private static final double NANOS = 1e6;
    private static final int KILO = 1000;

    private ParseBench() {}

    static void run(Report report) {
        List<List<Object>> rows =
                new ParseCost().measure(ROUNDS).stream().map(ParseBench::row).toList();
        report.add(
                new Part.Table(
                        "Reading a feed (Warren's with healing and sanitised HTML; Rome's without)",
                        List.of(
                                "document",
                                "kB",
                                "Rome ms",
                                "Warren ms",
                                "of which HTML",
                                "×",
                                "Rome kB allocated",
                                "Warren kB allocated"),
                        rows));
    }

    private static List<Object> row(ParseCost.Figures figures) {
        double rome = figures.rome().nanos() / NANOS;
        double ours = figures.warren().nanos() / NANOS;
        return List.of(
                figures.document(),
                figures.bytes() / KILO,
                rome,
                ours,
                figures.cleaning().nanos() / NANOS,
                ours / rome,
                figures.rome().allocated() / KILO,
                figures.warren().allocated() / KILO);
    }
}
