package dev.warren.tunnels.options;

import java.util.Locale;
import java.util.Optional;

/** Whether the session gets a line for every request. */
public record RequestLines(boolean on) implements Toggle {

    static final OptionWord WORD = OptionWord.toggle("requests", RequestLines::new);

    /** Another way to say it. */
    static final OptionWord LOG = OptionWord.of("log", "requests or off", RequestLines::log);

    private static Optional<RequestLines> log(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "requests" -> Optional.of(new RequestLines(true));
            case "off", "none" -> Optional.of(new RequestLines(false));
            default -> Optional.empty();
        };
    }
}
