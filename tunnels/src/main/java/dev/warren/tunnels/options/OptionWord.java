package dev.warren.tunnels.options;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How one word is read.
 *
 * @param key what stands before {@code =}
 * @param expected what a value looks like, for the sentence about one that does not
 * @param read makes the option of a value; empty when it cannot
 * @param guard for options that keep visitors out: what holds when their value cannot be read,
 *     which is to let nobody in. Such values are secret, or may be, and are never repeated
 */
record OptionWord(
        String key,
        String expected,
        Function<String, Optional<? extends TunnelOption>> read,
        @Nullable TunnelOption guard) {

    static OptionWord of(
            String key, String expected, Function<String, Optional<? extends TunnelOption>> read) {
        return new OptionWord(key, expected, read, null);
    }

    static OptionWord guard(
            String key,
            String expected,
            Function<String, Optional<? extends TunnelOption>> read,
            TunnelOption closed) {
        return new OptionWord(key, expected, read, closed);
    }

    static OptionWord toggle(String key, Function<Boolean, ? extends TunnelOption> make) {
        return of(key, "on or off", value -> onOff(value).map(make));
    }

    /** The same under another name. */
    OptionWord alias(String other) {
        return new OptionWord(other, expected, read, guard);
    }

    private static Optional<Boolean> onOff(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "on", "true", "yes", "1" -> Optional.of(true);
            case "off", "false", "no", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
