package dev.warren.tunnels.inspect.view;

import dev.warren.edge.http.HttpField;
import dev.warren.tunnels.inspect.Recording;
import dev.warren.tunnels.inspect.Summary;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which exchanges somebody wants to see.
 *
 * @param method the method in any case, empty for all
 * @param status {@code 404}, {@code 4xx} or {@code 400-499}, empty for all
 * @param path what path and query contain, empty for all
 * @param text what heads or bodies contain, in any case; empty for all
 */
public record Filter(String method, String status, String path, String text) {

    public static final Filter ALL = new Filter("", "", "", "");

    private static final Pattern STATUS = Pattern.compile("([1-5])xx|([0-9]{3})(?:-([0-9]{3}))?");

    /**
     * @throws IllegalArgumentException for a status that is none
     */
    public Filter {
        if (!status.isEmpty() && !STATUS.matcher(status.toLowerCase(Locale.ROOT)).matches()) {
            throw new IllegalArgumentException(
                    "status: %s (expected: 404, 4xx or 400-499)".formatted(status));
        }
    }

    /** Whether the summary alone lets it through. */
    public boolean admits(Summary summary) {
        return (method.isEmpty() || summary.method().equalsIgnoreCase(method))
                && (status.isEmpty() || statuses().test(summary.status()))
                && summary.path().contains(path);
    }

    /** The same, and what it says besides. */
    public boolean admits(Recording recording, Views views) throws InterruptedException {
        return admits(recording.summary())
                && (text.isEmpty() || views.look(recording, this::hasText).orElse(false));
    }

    private IntPredicate statuses() {
        Matcher matcher = STATUS.matcher(status.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return _ -> false;
        }
        if (matcher.group(1) != null) {
            int hundreds = Integer.parseInt(matcher.group(1));
            return code -> code / 100 == hundreds;
        }
        int first = Integer.parseInt(matcher.group(2));
        int last = matcher.group(3) == null ? first : Integer.parseInt(matcher.group(3));
        return code -> code >= first && code <= last;
    }

    private boolean hasText(Shown shown) {
        return has(shown.request().start())
                || shown.request().fields().stream().anyMatch(this::hasText)
                || shown.response().fields().stream().anyMatch(this::hasText)
                || shown.requestBody().text().filter(this::has).isPresent()
                || shown.responseBody().text().filter(this::has).isPresent();
    }

    private boolean hasText(HttpField field) {
        return has(field.name() + ": " + field.value());
    }

    private boolean has(String whole) {
        return whole.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }
}
