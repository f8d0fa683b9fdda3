package dev.warren.app.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The HTTP load generator {@code wrk}, with kept-alive connections.
 *
 * @param workspace where it runs
 */
public record Wrk(Workspace workspace) {

    private static final Duration SLACK = Duration.ofSeconds(15);

    /**
     * What it printed.
     *
     * @param wrong answers that were not 2xx or 3xx, and connections that failed
     */
    public record Result(
            double requestsPerSecond,
            double p50Millis,
            double p99Millis,
            long requests,
            long wrong) {}

    public static Path program() {
        return Programs.need("wrk", "wrk");
    }

    /**
     * What is asked for by GET.
     *
     * @param fields header fields, each a whole line
     */
    public record Target(Entrance entrance, String path, List<String> fields) {}

    /** Loads {@code GET /} for a while; any wrong answer fails the measurement. */
    public Result run(Entrance entrance, int connections, Duration length) {
        return run(new Target(entrance, "/", List.of()), connections, length);
    }

    /** The same for any path. */
    public Result run(Target target, int connections, Duration length) {
        Entrance entrance = target.entrance();
        List<String> command =
                new ArrayList<>(
                        List.of(
                                program().toString(),
                                "-t1",
                                "-c" + connections,
                                "-d" + length.toSeconds() + "s",
                                "--latency",
                                "-H",
                                "Host: " + entrance.host()));
        target.fields().forEach(field -> command.addAll(List.of("-H", field)));
        command.add("http://127.0.0.1:" + entrance.port() + target.path());
        String output = Programs.run(workspace, "wrk", command, length.plus(SLACK));
        Result result = parse(output);
        if (result.wrong() > 0) {
            throw new LabException(
                    "wrk: %d of %d answers wrong (expected: none) from %s on port %d"
                            .formatted(
                                    result.wrong(),
                                    result.requests(),
                                    entrance.host(),
                                    entrance.port()));
        }
        return result;
    }

    static Result parse(String output) {
        Matcher errors =
                Pattern.compile(
                                "Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)")
                        .matcher(output);
        long wrong = errors.find() ? sum(errors) : 0;
        Matcher status = Pattern.compile("Non-2xx or 3xx responses: (\\d+)").matcher(output);
        wrong += status.find() ? Long.parseLong(status.group(1)) : 0;
        return new Result(
                Double.parseDouble(find(output, "Requests/sec:\\s+([\\d.]+)")),
                millis(find(output, "\\s50%\\s+([\\d.]+(?:us|ms|s|m))\\s")),
                millis(find(output, "\\s99%\\s+([\\d.]+(?:us|ms|s|m))\\s")),
                Long.parseLong(find(output, "(\\d+) requests in ")),
                wrong);
    }

    private static long sum(Matcher numbers) {
        long sum = 0;
        for (int i = 1; i <= numbers.groupCount(); i++) {
            sum += Long.parseLong(numbers.group(i));
        }
        return sum;
    }

    private static String find(String output, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(output);
        if (!matcher.find()) {
            throw new LabException("wrk: printed no " + pattern + "; it said: " + output.strip());
        }
        return matcher.group(1);
    }

    private static double millis(String time) {
        double number = Double.parseDouble(time.replaceAll("[a-z]", ""));
        return switch (time.replaceAll("[\\d.]", "")) {
            case "us" -> number / 1e3;
            case "ms" -> number;
            case "s" -> number * 1e3;
            default -> number * 60e3;
        };
    }
}
