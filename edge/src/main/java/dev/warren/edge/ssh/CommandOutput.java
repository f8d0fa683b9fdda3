package dev.warren.edge.ssh;

import java.util.List;
import java.util.Map;

/**
 * Writes a command's result: aligned text for people, one JSON value with {@code --json}. Writing
 * waits for the client's window, so only virtual threads call it.
 */
public interface CommandOutput {

    boolean json();

    /** Rows with the same columns: a table, or a JSON array of objects. */
    void table(List<String> columns, List<? extends List<?>> rows);

    /** One thing with named values: aligned {@code name: value} lines, or a JSON object. */
    void object(Map<String, ?> fields);

    /** A sentence; with {@code --json} an object with the field {@code message}. */
    void say(String sentence);

    /** Sends what {@code writes} writes at its end, rather than each time. */
    default void together(Runnable writes) {
        writes.run();
    }

    /**
     * How something comes along: a line on stderr in the place of the last such line, until
     * something else is written. Only for people; with {@code --json} nothing.
     */
    default void progress(String line) {
        // for machines, events say it
    }

    /**
     * An error on stderr, as a sentence, or as {@code {"error": code, "message": sentence}}.
     *
     * @param code a stable word such as {@code not-found}
     * @return 1, the usual exit status of a failed command
     */
    int fail(String code, String sentence);
}
