package dev.warren.tunnels.inspect.replay;

import dev.warren.edge.http.HttpField;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is different in a request that is sent again.
 *
 * @param method another method
 * @param target another path and query
 * @param fields fields that replace those of the same name; one without a value takes them away
 * @param body another body
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Changes(
        Optional<String> method,
        Optional<String> target,
        List<HttpField> fields,
        Optional<byte[]> body) {

    /** Nothing is. */
    public static final Changes NONE =
            new Changes(Optional.empty(), Optional.empty(), List.of(), Optional.empty());

    private static final Pattern METHOD = Pattern.compile("[A-Za-z]{1,32}");
    private static final Pattern TARGET = Pattern.compile("/[\\x21-\\x7e]{0,8191}");

    /**
     * @throws IllegalArgumentException for what could not be sent
     */
    public Changes {
        fields = List.copyOf(fields);
        method.filter(value -> !METHOD.matcher(value).matches())
                .ifPresent(value -> {
                    throw new IllegalArgumentException(
                            "method: %s (expected: letters)".formatted(value));
                });
        target.filter(value -> !TARGET.matcher(value).matches())
                .ifPresent(value -> {
                    throw new IllegalArgumentException(
                            "path: %s (expected: / and what follows, without blanks)"
                                    .formatted(value));
                });
    }

    /**
     * Reads {@code Name: value}.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static HttpField field(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException(
                    "header: %s (expected: Name: value)".formatted(text));
        }
        return new HttpField(text.substring(0, colon).strip(), text.substring(colon + 1).strip());
    }
}
