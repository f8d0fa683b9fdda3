package dev.warren.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The application does not start, for a reason that its operator can mend. The message is one clear
 * line per problem, of the form {@code setting: value (expected: …)}.
 */
public final class StartRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StartRefusedException(String line) {
        super(line);
    }

    public StartRefusedException(List<String> lines) {
        super(String.join(System.lineSeparator(), lines));
    }

    public StartRefusedException(String line, @Nullable Throwable cause) {
        super(line, cause);
    }
}
