package dev.warren.app.start;

import java.util.List;

/** Settings that stop the start: every problem that was found, one line each. */
final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SettingsException(List<String> problems) {
        super(String.join("\n", problems));
    }
}
