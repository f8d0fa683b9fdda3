package dev.warren.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.util.unit.DataSize;

/**
 * Collects what is wrong with the settings of one concern, so that all of it is reported at once.
 * Used in the compact constructor of a properties record; not thread-safe.
 */
public final class Settings {

    private final String prefix;
    private final List<String> problems = new ArrayList<>();

    private Settings(String prefix) {
        this.prefix = prefix;
    }

    /** Settings below {@code prefix}, such as {@code warren.ssh}. */
    public static Settings of(String prefix) {
        return new Settings(prefix);
    }

    /** Notes a problem unless {@code good}. */
    public Settings check(boolean good, String name, Object value, String expected) {
        if (!good) {
            problems.add("%s.%s: %s (expected: %s)".formatted(prefix, name, value, expected));
        }
        return this;
    }

    /** A duration between the two, both included. */
    public Settings between(String name, Duration value, Duration least, Duration most) {
        boolean good = value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
        return check(good, name, value, least + " to " + most);
    }

    /** A number between the two, both included. */
    public Settings between(String name, long value, long least, long most) {
        return check(value >= least && value <= most, name, value, least + " to " + most);
    }

    /** A size between the two, both included. */
    public Settings between(String name, DataSize value, DataSize least, DataSize most) {
        boolean good = value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
        return check(good, name, value, least + " to " + most);
    }

    /**
     * Ends the collection.
     *
     * @throws StartRefusedException with one line per problem, if there was any
     */
    public void done() {
        if (!problems.isEmpty()) {
            throw new StartRefusedException(problems);
        }
    }
}
