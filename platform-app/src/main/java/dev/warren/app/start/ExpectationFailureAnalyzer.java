package dev.warren.app.start;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/**
 * Finds the message that was written for people in a failed start's chain of causes: {@code name:
 * value (expected: …)}, the form in which every part of the program refuses a setting, a taken port
 * or a limit that does not fit.
 */
final class ExpectationFailureAnalyzer implements FailureAnalyzer {

    private static final Pattern FORM =
            Pattern.compile("[\\w.\\- ]{1,80}: .{0,400} \\(expected: .{1,400}\\)");

    /** A cause that names itself, or a planted loop, must not hold the exit up. */
    private static final int MAX_CAUSES = 50;

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        String found = null;
        Throwable cause = failure;
        for (int i = 0; i < MAX_CAUSES && cause != null; i++, cause = cause.getCause()) {
            String lines = wellFormed(cause.getMessage());
            // the deepest: an exception without words of its own repeats its cause's
            found = lines.isEmpty() ? found : lines;
        }
        return found == null ? null : new FailureAnalysis(found, null, failure);
    }

    private static String wellFormed(@Nullable String message) {
        return String.valueOf(message)
                .lines()
                .filter(line -> FORM.matcher(line).matches())
                .collect(Collectors.joining("\n"));
    }
}
