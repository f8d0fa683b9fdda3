package dev.warren.app.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of one case, round by round and subject by subject. Subjects take turns within a
 * round, so a ratio compares what ran within the same seconds. Confined to one thread.
 */
public final class Rounds {

    private final Map<String, Map<String, List<Double>>> values = new LinkedHashMap<>();

    /** Adds one round's figure of a subject such as {@code warren} or {@code sshd}. */
    public void add(String subject, String figure, double value) {
        values.computeIfAbsent(subject, s -> new LinkedHashMap<>())
                .computeIfAbsent(figure, f -> new ArrayList<>())
                .add(value);
    }

    public List<String> subjects() {
        return List.copyOf(values.keySet());
    }

    /** All rounds of one figure, in order; empty when it was never measured. */
    public List<Double> of(String subject, String figure) {
        return values.getOrDefault(subject, Map.of()).getOrDefault(figure, List.of());
    }

    public double median(String subject, String figure) {
        return Stats.median(of(subject, figure));
    }

    /** The median of the rounds' own ratios; NaN when either was not measured. */
    public double ratio(String figure, String ours, String theirs) {
        return Stats.median(Stats.paired(of(ours, figure), of(theirs, figure)));
    }
}
