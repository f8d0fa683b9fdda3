package dev.warren.tunnels.options;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a backend that cannot be reached is left alone for a while.
 *
 * @param failures how many in a row
 * @param pause for how long
 */
public record CircuitBreaker(int failures, Duration pause) implements TunnelOption {

    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,3})(?::([1-9]\\d{0,3})s)?");
    private static final Duration USUAL = Duration.ofSeconds(10);

    static final OptionWord WORD =
            OptionWord.of(
                    "circuit-breaker",
                    "how many failures in a row, such as 5, or 5:30s to rest 30 seconds",
                    CircuitBreaker::read);

    private static Optional<CircuitBreaker> read(String value) {
        Matcher form = FORM.matcher(value);
        if (!form.matches()) {
            return Optional.empty();
        }
        String pause = form.group(2);
        return Optional.of(
                new CircuitBreaker(
                        Integer.parseInt(form.group(1)),
                        pause == null ? USUAL : Duration.ofSeconds(Long.parseLong(pause))));
    }
}
