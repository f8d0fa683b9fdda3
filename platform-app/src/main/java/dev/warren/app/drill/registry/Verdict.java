package dev.warren.app.drill.registry;

import dev.warren.app.lab.Check;
import dev.warren.app.lab.Report;
import java.util.List;

/** Says what went wrong, and that it did. */
final class Verdict {

    private Verdict() {}

    /** A check that holds when there are no problems; the first of them is told. */
    static void of(Report report, String name, List<String> problems) {
        if (!problems.isEmpty()) {
            report.progress("%d wrong, first: %s".formatted(problems.size(), problems.getFirst()));
        }
        report.check(Check.holds(name, problems.isEmpty()));
    }
}
