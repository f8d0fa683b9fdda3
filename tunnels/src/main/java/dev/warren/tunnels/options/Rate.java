package dev.warren.tunnels.options;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many requests a web tunnel takes, or visitors any other.
 *
 * @param interval how long one takes of the measure
 * @param burst how many may come at once
 */
public record Rate(Duration interval, int burst) implements TunnelOption {

    private static final Pattern FORM =
            Pattern.compile("([1-9]\\d{0,5})(/s|/m|/h)?(?::([1-9]\\d{0,5}))?");

    static final OptionWord WORD =
            OptionWord.of(
                    "rate",
                    "a number, of a second or with /m or /h, such as 10, 600/m or 10:50 to let 50"
                            + " come at once",
                    Rate::read);

    private static Optional<Rate> read(String value) {
        Matcher form = FORM.matcher(value);
        if (!form.matches()) {
            return Optional.empty();
        }
        int number = Integer.parseInt(form.group(1));
        String burst = form.group(3);
        return Optional.of(
                new Rate(
                        unit(form.group(2)).dividedBy(number),
                        burst == null ? number : Integer.parseInt(burst)));
    }

    private static Duration unit(String text) {
        return switch (text) {
            case "/m" -> Duration.ofMinutes(1);
            case "/h" -> Duration.ofHours(1);
            case null, default -> Duration.ofSeconds(1);
        };
    }
}
