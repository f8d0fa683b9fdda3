package dev.warren.tunnels.options;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the server behind a web tunnel is asked whether it is well: by GET, which it has to answer
 * with 200 to 399.
 *
 * @param path and query perhaps
 * @param interval from one check to the next, 1 s to 1 h
 * @param timeout for the whole of one, no longer than the interval
 */
public record HealthCheck(String path, Duration interval, Duration timeout)
        implements TunnelOption {

    private static final Pattern FORM =
            Pattern.compile("(/[!-+\\--~]{0,199})(?:,(\\d{1,4})(s|m)(?:,(\\d{1,4})s)?)?");
    private static final Duration MOST = Duration.ofHours(1);
    private static final Duration USUAL = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    static final OptionWord WORD =
            OptionWord.of(
                    "health",
                    "a path, with an interval of 1s to 60m and a timeout if need be, such as"
                            + " /healthz,10s,2s",
                    HealthCheck::read);

    private static Optional<HealthCheck> read(String value) {
        Matcher form = FORM.matcher(value);
        if (!form.matches()) {
            return Optional.empty();
        }
        Duration interval = form.group(2) == null ? USUAL : span(form.group(2), form.group(3));
        Duration timeout =
                form.group(4) == null
                        ? interval.compareTo(PATIENCE) < 0 ? interval : PATIENCE
                        : span(form.group(4), "s");
        boolean fits =
                interval.isPositive()
                        && interval.compareTo(MOST) <= 0
                        && timeout.isPositive()
                        && timeout.compareTo(interval) <= 0;
        return fits
                ? Optional.of(new HealthCheck(form.group(1), interval, timeout))
                : Optional.empty();
    }

    private static Duration span(String number, String unit) {
        long count = Long.parseLong(number);
        return unit.equals("m") ? Duration.ofMinutes(count) : Duration.ofSeconds(count);
    }
}
