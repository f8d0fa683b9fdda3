package dev.warren.app.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One scrape of a metrics page in Prometheus' text format. Lines that are no samples are left out.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">text format</a>
 */
public final class Prometheus {

    private static final Pattern SAMPLE =
            Pattern.compile("^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})?\\s+(\\S+)(?:\\s+-?\\d+)?$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final List<Sample> samples;

    private Prometheus(List<Sample> samples) {
        this.samples = List.copyOf(samples);
    }

    /** One line: a name, its labels and a value. */
    public record Sample(String name, Map<String, String> labels, double value) {}

    public static Prometheus parse(String text) {
        List<Sample> samples = new ArrayList<>();
        text.lines()
                .filter(line -> !line.startsWith("#"))
                .map(SAMPLE::matcher)
                .filter(Matcher::matches)
                .forEach(line ->
                        samples.add(
                                new Sample(
                                        line.group(1),
                                        labels(line.group(2)),
                                        number(line.group(3)))));
        return new Prometheus(samples);
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new TreeMap<>();
        Matcher label = LABEL.matcher(text == null ? "" : text);
        while (label.find()) {
            labels.put(
                    label.group(1),
                    label.group(2)
                            .replace("\\\"", "\"")
                            .replace("\\n", "\n")
                            .replace("\\\\", "\\"));
        }
        return labels;
    }

    private static double number(String text) {
        try {
            return switch (text) {
                case "+Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    public List<Sample> named(String name) {
        return samples.stream().filter(sample -> sample.name().equals(name)).toList();
    }

    /** The sum over all samples of that name that carry the label; NaN when there is none. */
    public double sum(String name, String label, String value) {
        return sum(
                named(name).stream()
                        .filter(sample -> value.equals(sample.labels().get(label)))
                        .toList());
    }

    /** The sum over all samples of that name; NaN when there is none. */
    public double sum(String name) {
        return sum(named(name));
    }

    private static double sum(List<Sample> found) {
        return found.isEmpty() ? Double.NaN : found.stream().mapToDouble(Sample::value).sum();
    }

    /** Label value to sample value, for a metric with one sample for each value of the label. */
    public Map<String, Double> by(String name, String label) {
        Map<String, Double> values = new TreeMap<>();
        for (Sample sample : named(name)) {
            values.merge(sample.labels().getOrDefault(label, ""), sample.value(), Double::sum);
        }
        return values;
    }
}
