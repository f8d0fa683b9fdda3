package dev.warren.tunnels.options;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How fast a tunnel may be, each way for itself, all its streams together.
 *
 * @param bytesPerSecond 1 KiB to 10 GiB
 */
public record Bandwidth(long bytesPerSecond) implements TunnelOption {

    private static final long LEAST = 1L << 10;
    private static final long MOST = 10L << 30;
    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,10})([kmg]?)b?(?:/s)?");

    static final OptionWord WORD =
            OptionWord.of(
                    "bandwidth",
                    "bytes of a second such as 500KB or 2MB, from 1KB to 10GB",
                    Bandwidth::read);

    private static Optional<Bandwidth> read(String value) {
        Matcher form = FORM.matcher(value.toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            return Optional.empty();
        }
        long bytes = Long.parseLong(form.group(1)) << shift(form.group(2));
        return bytes >= LEAST && bytes <= MOST
                ? Optional.of(new Bandwidth(bytes))
                : Optional.empty();
    }

    private static int shift(String unit) {
        return switch (unit) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };
    }
}
