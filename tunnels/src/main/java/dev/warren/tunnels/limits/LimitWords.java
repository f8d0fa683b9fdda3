package dev.warren.tunnels.limits;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Reads words such as {@code requests=50}. */
final class LimitWords {

    static final String EXPECTED =
            "tunnels=, streams= or requests= with 1 to %d, or bandwidth= with a size such as 500KB;"
                            .formatted(LimitsProperties.MANY)
                    + " none or default with each";

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,6}");
    private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{0,8}(B|KB|MB|GB)");

    private LimitWords() {}

    /** {@code limits} with what the word says; empty when it says nothing. */
    static Optional<OwnLimits> over(OwnLimits limits, String word) {
        int equals = word.indexOf('=');
        String key = equals < 0 ? word : word.substring(0, equals).toLowerCase(Locale.ROOT);
        String value = word.substring(equals + 1);
        boolean size = key.equals("bandwidth");
        if (equals < 0 || !isGood(value, size)) {
            return Optional.empty();
        }
        Long number = number(value, size);
        Integer count = number == null ? null : (Integer) number.intValue();
        return switch (key) {
            case "tunnels" ->
                    number != null && number == 0
                            // without one, what holds for everybody is the limit
                            ? Optional.empty()
                            : Optional.of(
                                    new OwnLimits(
                                            count,
                                            limits.streams(),
                                            limits.requests(),
                                            limits.bytes()));
            case "streams" ->
                    Optional.of(
                            new OwnLimits(
                                    limits.tunnels(), count, limits.requests(), limits.bytes()));
            case "requests" ->
                    Optional.of(
                            new OwnLimits(
                                    limits.tunnels(), limits.streams(), count, limits.bytes()));
            case "bandwidth" ->
                    Optional.of(
                            new OwnLimits(
                                    limits.tunnels(), limits.streams(), limits.requests(), number));
            default -> Optional.empty();
        };
    }

    private static boolean isGood(String value, boolean size) {
        if (value.equals("none") || value.equals("default")) {
            return true;
        }
        return size
                ? SIZE.matcher(value).matches()
                : NUMBER.matcher(value).matches()
                        && Integer.parseInt(value) <= LimitsProperties.MANY;
    }

    private static @Nullable Long number(String value, boolean size) {
        return switch (value) {
            case "default" -> null;
            case "none" -> 0L;
            default -> size ? DataSize.parse(value).toBytes() : Long.parseLong(value);
        };
    }
}
