package dev.warren.app.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Options as given, checked against those that exist. */
public final class Options {

    private static final Pattern GIVEN = Pattern.compile("--([a-z-]+)(?:=(.*))?");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([KMG]?)i?B?");

    private final Map<String, Option> known = new HashMap<>();
    private final Map<String, String> given = new HashMap<>();

    /**
     * @throws LabException for an option that does not exist or lacks its value
     */
    public Options(List<Option> known, List<String> arguments) {
        known.forEach(option -> this.known.put(option.name(), option));
        arguments.forEach(this::take);
    }

    private void take(String argument) {
        Matcher matcher = GIVEN.matcher(argument);
        Option option = matcher.matches() ? known.get(matcher.group(1)) : null;
        if (option == null) {
            throw new LabException(
                    "option: %s (expected: one of --%s)"
                            .formatted(
                                    argument,
                                    String.join(
                                            ", --", known.keySet().stream().sorted().toList())));
        }
        String value = matcher.group(2);
        boolean flag = option.fallback().isEmpty();
        if (flag != (value == null)) {
            throw wrong(option.name(), value, flag ? "no value" : "a value after =");
        }
        given.put(option.name(), value == null ? "" : value);
    }

    public boolean given(String name) {
        return given.containsKey(name);
    }

    public String text(String name) {
        Option option = known.get(name);
        return given.getOrDefault(name, option == null ? "" : option.fallback());
    }

    public Path path(String name) {
        return Path.of(text(name)).toAbsolutePath();
    }

    /** A whole number between the bounds, both included. */
    public int number(String name, int least, int most) {
        try {
            int value = Integer.parseInt(text(name));
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw wrong(name, text(name), "a whole number");
        }
        throw wrong(name, text(name), least + " to " + most);
    }

    public Duration seconds(String name, int least, int most) {
        return Duration.ofSeconds(number(name, least, most));
    }

    /**
     * Bytes, written as {@code 10G}, {@code 64M}, {@code 512K} or a plain number (powers of 1024).
     */
    public long bytes(String name, long most) {
        Matcher size = SIZE.matcher(text(name));
        if (!size.matches()) {
            throw wrong(name, text(name), "a size such as 10G or 64M");
        }
        int power = "KMG".indexOf(size.group(2)) + 1;
        long bytes = Long.parseLong(size.group(1)) << (size.group(2).isEmpty() ? 0 : 10 * power);
        if (bytes < 1 || bytes > most) {
            throw wrong(name, text(name), "1 to " + most + " bytes");
        }
        return bytes;
    }

    /** Words between commas; all of {@code allowed} when the option is not given. */
    public Set<String> words(String name, List<String> allowed) {
        if (!given.containsKey(name)) {
            return Set.copyOf(allowed);
        }
        List<String> words = List.of(text(name).split(",", -1));
        if (!allowed.containsAll(words)) {
            throw wrong(name, text(name), "any of " + String.join(", ", allowed));
        }
        return Set.copyOf(words);
    }

    private static LabException wrong(String name, String value, String expected) {
        return new LabException("%s: %s (expected: %s)".formatted(name, value, expected));
    }
}
