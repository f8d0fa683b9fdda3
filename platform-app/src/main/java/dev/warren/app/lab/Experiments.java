package dev.warren.app.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts experiments from a command line: lists them, runs one, writes its report.
 *
 * @param kind {@code bench} or {@code drill}
 */
public record Experiments(
        String kind, List<Experiment> all, PrintStream console, InstantSource clock) {

    private static final int PASSED = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    /** Nothing takes longer; what does is stuck. */
    private static final Duration LIMIT = Duration.ofHours(2);

    /**
     * @param arguments the experiment's name and its options; nothing lists what there is
     * @return the exit status: 0 when every target was reached, 1 when not, 2 for a wrong command
     */
    public int run(String... arguments) {
        if (arguments.length == 0 || arguments[0].matches("-h|--help|help")) {
            list();
            return PASSED;
        }
        List<String> rest = List.of(arguments).subList(1, arguments.length);
        return all.stream()
                .filter(experiment -> experiment.name().equals(arguments[0]))
                .findFirst()
                .map(experiment -> run(experiment, rest))
                .orElseGet(() -> unknown(arguments[0]));
    }

    private void list() {
        console.println("warren " + kind + " NAME [--option=value …]");
        for (Experiment experiment : all) {
            console.printf("%n%s: %s%n", experiment.name(), experiment.summary());
            for (Option option : options(experiment)) {
                String name = option.fallback().isEmpty() ? "" : "=" + option.fallback();
                console.printf("  --%-24s %s%n", option.name() + name, option.explanation());
            }
        }
    }

    private List<Option> options(Experiment experiment) {
        List<Option> options = new ArrayList<>(experiment.options());
        options.add(new Option("out", "./" + kind + "-reports", "directory for the reports"));
        return options;
    }

    private int unknown(String name) {
        console.printf(
                "%s: %s (expected: one of %s)%n",
                kind, name, String.join(", ", all.stream().map(Experiment::name).toList()));
        return MISUSED;
    }

    private int run(Experiment experiment, List<String> arguments) {
        Options options;
        try {
            options = new Options(options(experiment), arguments);
        } catch (LabException e) {
            console.println(e.getMessage());
            return MISUSED;
        }
        Report report = new Report(title(experiment, arguments), clock.instant(), console);
        Thread watchdog = watchdog(experiment);
        try (Workspace workspace = new Workspace("warren-" + kind + "-")) {
            Machine.facts(workspace).forEach(report::fact);
            experiment.run(new Run(options, workspace, report));
        } catch (LabException e) {
            broken(report, String.valueOf(e.getMessage()));
        } catch (Exception e) {
            e.printStackTrace(console);
            broken(report, e.toString());
        } finally {
            watchdog.interrupt();
        }
        return finish(report, experiment, options.path("out"));
    }

    private static void broken(Report report, String why) {
        String line = why.replaceAll("\\s+", " ");
        report.check(Check.holds("the run came to its end: " + line, false));
    }

    private String title(Experiment experiment, List<String> arguments) {
        return String.join(" ", "warren", kind, experiment.name(), String.join(" ", arguments))
                .strip();
    }

    private int finish(Report report, Experiment experiment, Path out) {
        try {
            console.println("\nReport: " + ReportFiles.write(report, experiment.name(), out));
        } catch (IOException e) {
            console.println("The report cannot be written: " + e);
            return FAILED;
        }
        return report.passed() ? PASSED : FAILED;
    }

    /** Ends the program, with all that the workspace holds, when a run outlives every limit. */
    private Thread watchdog(Experiment experiment) {
        return Thread.ofVirtual()
                .start(() -> {
                    Waiting.pass(LIMIT);
                    if (!Thread.currentThread().isInterrupted()) {
                        console.printf(
                                "%s did not end within %d h%n", experiment.name(), LIMIT.toHours());
                        System.exit(FAILED);
                    }
                });
    }
}
