package dev.warren.app.start;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Writes why the start failed to stderr, a line per problem and nothing else. */
final class OneLineReporter implements FailureAnalysisReporter {

    @Override
    public void report(FailureAnalysis analysis) {
        print(analysis.getDescription());
        print(analysis.getAction());
    }

    private static void print(@Nullable String text) {
        if (text != null) {
            text.lines()
                    .filter(line -> !line.isBlank())
                    .forEach(line -> System.err.println("warren: " + line.strip()));
        }
    }
}
