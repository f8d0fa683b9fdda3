package dev.warren.edge.ssh;

import java.util.Map;

/**
 * Something a user should see on the session of the connection it concerns.
 *
 * @param event a short name in lower case: {@code up}, {@code down}, {@code refused}, {@code
 *     request}
 * @param line the words for a person, one line, no control characters
 * @param fields the same for {@code --json}: names to strings, numbers or booleans
 * @param error whether it goes to stderr
 */
public record SessionNews(String event, String line, Map<String, Object> fields, boolean error) {

    public SessionNews {
        fields = Map.copyOf(fields);
    }
}
