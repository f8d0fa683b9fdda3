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
 * @param lack why no value can be read on this server, if so
 */
record OptionWord(
        String key,
        String expected,
        Function<String, Optional<? extends TunnelOption>> read,
        @Nullable TunnelOption guard,
        @Nullable String lack) {

    static OptionWord of(
            String key, String expected, Function<String, Optional<? extends TunnelOption>> read) {
        return new OptionWord(key, expected, read, null, null);
    }

    static OptionWord guard(
            String key,
            String expected,
            Function<String, Optional<? extends TunnelOption>> read,
            TunnelOption closed) {
        return new OptionWord(key, expected, read, closed, null);
    }

    static OptionWord toggle(String key, Function<Boolean, ? extends TunnelOption> make) {
        return of(key, "on or off", value -> onOff(value).map(make));
    }

    /** The same under another name. */
    OptionWord alias(String other) {
        return new OptionWord(other, expected, read, guard, lack);
    }

    /** The same on a server that cannot serve it, unless it is {@code there}. */
    OptionWord unless(boolean there, String why) {
        return there ? this : new OptionWord(key, expected, value -> Optional.empty(), guard, why);
    }

    /** Why a value was not read, without the value. */
    String problem() {
        return lack == null ? "not readable (expected: %s)".formatted(expected) : lack;
    }

    private static Optional<Boolean> onOff(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "on", "true", "yes", "1" -> Optional.of(true);
            case "off", "false", "no", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
