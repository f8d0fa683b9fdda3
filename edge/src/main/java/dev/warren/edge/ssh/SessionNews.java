package dev.warren.edge.ssh;

import java.util.List;
import java.util.Map;

/**
 * Something a user should see on the session of the connection it concerns.
 *
 * @param event a short name in lower case: {@code up}, {@code down}, {@code refused}, {@code
 *     request}
 * @param line the words for a person, one line, no control characters
 * @param fields the same for {@code --json}: names to strings, numbers or booleans
 * @param error whether it goes to stderr
 * @param picture lines to show below, for a person's eyes; news with any are left out of JSON
 */
public record SessionNews(
        String event,
        String line,
        Map<String, Object> fields,
        boolean error,
        List<String> picture) {

    public SessionNews(String event, String line, Map<String, Object> fields, boolean error) {
        this(event, line, fields, error, List.of());
    }

    public SessionNews {
        fields = Map.copyOf(fields);
        picture = List.copyOf(picture);
    }
}
