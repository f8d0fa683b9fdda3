package dev.warren.app.drill;

import dev.warren.app.lab.Budgets;
import dev.warren.app.lab.Check;
import dev.warren.app.lab.Part;
import dev.warren.app.lab.Prometheus;
import dev.warren.app.lab.Report;
import dev.warren.app.lab.Sampler;
import dev.warren.app.lab.WarrenServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks at a Warren's memory once a second for the whole of a drill. */
public final class Watch implements AutoCloseable {

    static final String RESIDENT = "resident";
    private static final String SOCKETS = "kernel, for its connections";
    private static final String HEAP = "heap";
    private static final String DIRECT = "direct";
    private static final String USED = "used by ";
    private static final String MODULE = "module";
    private static final double MEBIBYTE = 1 << 20;
    private static final double MOST_IN_SOCKETS = 64;

    private final WarrenServer warren;
    private final Sampler sampler;

    public Watch(WarrenServer warren) {
        this.warren = warren;
        sampler = new Sampler(this::gauges);
    }

    private Map<String, Double> gauges() {
        Prometheus metrics = warren.metrics();
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(RESIDENT, warren.residentBytes() / MEBIBYTE);
        values.put(SOCKETS, warren.socketBytes() / MEBIBYTE);
        values.put(HEAP, metrics.sum("jvm_memory_used_bytes", "area", "heap") / MEBIBYTE);
        values.put(DIRECT, metrics.sum("jvm_buffer_memory_used_bytes", "id", "direct") / MEBIBYTE);
        metrics.by("warren_memory_budget_used_bytes", MODULE)
                .forEach((module, bytes) -> values.put(USED + module, bytes / MEBIBYTE));
        return values;
    }

    /** Seconds since the watch began. */
    double now() {
        return sampler.now();
    }

    /** MiB resident from one second on, at most; NaN when nothing was read since. */
    double residentAfter(double second) {
        return highest(RESIDENT, second);
    }

    private double highest(String gauge, double second) {
        return sampler.curve(gauge).stream()
                .filter(point -> point.second() >= second)
                .mapToDouble(Part.Point::value)
                .max()
                .orElse(Double.NaN);
    }

    /**
     * Judges what the kernel held for the process's connections: it is memory that no budget
     * counts.
     */
    void judgeSockets(Report report) {
        report.check(
                Check.atMost(
                        "what the kernel held for its connections, highest",
                        highest(SOCKETS, 0),
                        "MiB",
                        MOST_IN_SOCKETS));
    }

    /** Judges every budget by its own peak, which no sample can miss, and shows the curves. */
    public void show(Report report) {
        Budgets.judge(report, warren.metrics());
        report.add(lines("Memory of the process", List.of(RESIDENT, HEAP, DIRECT, SOCKETS)));
        report.add(
                lines(
                        "Memory held under budgets",
                        sampler.names().stream().filter(name -> name.startsWith(USED)).toList()));
        report.fact("samples that failed", Integer.toString(sampler.failures()));
    }

    private Part.Lines lines(String caption, List<String> gauges) {
        return new Part.Lines(
                caption,
                "MiB",
                gauges.stream().map(name -> new Part.Line(name, sampler.curve(name))).toList());
    }

    @Override
    public void close() {
        sampler.close();
    }
}
