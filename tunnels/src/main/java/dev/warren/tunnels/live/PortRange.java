package dev.warren.tunnels.live;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ports from {@code first} to {@code last}, both included; written {@code 10000-19999}. */
public record PortRange(int first, int last) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,5})\\s*-\\s*(\\d{1,5})");

    public PortRange {
        if (first < 1 || last > 65_535 || first > last) {
            throw new IllegalArgumentException(
                    "ports: %d-%d (expected: two of 1 to 65535, the lower first)"
                            .formatted(first, last));
        }
    }

    /** Reads {@code 10000-19999}. */
    public static PortRange valueOf(String text) {
        Matcher parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "ports: %s (expected: a range such as 10000-19999)".formatted(text));
        }
        return new PortRange(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    }

    public boolean contains(int port) {
        return port >= first && port <= last;
    }

    public int size() {
        return last - first + 1;
    }

    @Override
    public String toString() {
        return first + " to " + last;
    }
}
