package dev.warren.app.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Warren's memory budgets, judged by the peaks that they keep themselves. */
public final class Budgets {

    private static final String MODULE = "module";
    private static final double MEBIBYTE = 1 << 20;

    private Budgets() {}

    /** Judges every budget by its own peak, which no sample can miss. */
    public static void judge(Report report, Prometheus metrics) {
        judge(report, metrics, "");
    }

    /** The same, each check's name after {@code prefix}. */
    public static void judge(Report report, Prometheus metrics, String prefix) {
        Map<String, Double> limits = metrics.by("warren_memory_budget_limit_bytes", MODULE);
        Map<String, Double> peaks = metrics.by("warren_memory_budget_peak_bytes", MODULE);
        report.check(Check.holds(prefix + "budgets are there to be judged", !limits.isEmpty()));
        List<List<Object>> rows = new ArrayList<>();
        limits.forEach((module, limit) -> {
            double peak = peaks.getOrDefault(module, Double.NaN);
            report.check(
                    Check.atMost(
                            "%sbudget %s: peak over limit".formatted(prefix, module),
                            peak / limit,
                            "×",
                            1));
            rows.add(row(metrics, module, limit, peak));
        });
        report.add(
                new Part.Table(
                        "Budgets",
                        List.of(MODULE, "limit MiB", "peak MiB", "refusals", "waits"),
                        rows));
    }

    private static List<Object> row(Prometheus metrics, String module, double limit, double peak) {
        return List.of(
                module,
                limit / MEBIBYTE,
                peak / MEBIBYTE,
                metrics.sum("warren_memory_budget_rejected_total", MODULE, module),
                metrics.sum("warren_memory_budget_waits_total", MODULE, module));
    }
}
