package dev.warren.tunnels.inspect.replay;

import dev.warren.tunnels.inspect.Stretch;
import dev.warren.tunnels.inspect.view.Body;
import dev.warren.tunnels.inspect.view.EntryJson;
import dev.warren.tunnels.inspect.view.EntryText;
import dev.warren.tunnels.inspect.view.Head;
import dev.warren.tunnels.inspect.view.Views;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers to requests that were sent again, for people and for machines. */
public final class AnswerText {

    private AnswerText() {}

    /** The answer, line by line; empty when there was no memory to unpack it. */
    public static Optional<List<String>> lines(Answer.Came came, Views views)
            throws InterruptedException {
        return views.body(head(came), stretch(came), body -> lines(came, body));
    }

    /** The answer for machines; empty when there was no memory to unpack it. */
    public static Optional<Map<String, Object>> json(Answer.Came came, Views views)
            throws InterruptedException {
        return views.body(head(came), stretch(came), body -> json(came, body));
    }

    private static List<String> lines(Answer.Came came, Body body) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "%s sent again%s: %d in %d ms"
                        .formatted(
                                came.original().id(),
                                came.as().map(id -> " as " + id).orElse(""),
                                came.status(),
                                came.millis()));
        notes(came).forEach(note -> lines.add("(" + note + ")"));
        lines.add("");
        lines.addAll(EntryText.message("< ", head(came), body));
        return lines;
    }

    private static Map<String, Object> json(Answer.Came came, Body body) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("replayed", came.original().id());
        came.as().ifPresent(id -> json.put("as", id));
        json.put("status", came.status());
        json.put("millis", came.millis());
        json.put("notes", notes(came));
        json.put("response", EntryJson.message(head(came), body));
        return json;
    }

    private static List<String> notes(Answer.Came came) {
        List<String> notes = new ArrayList<>();
        if (!came.left().isEmpty()) {
            notes.add(
                    "sent without %s, whose values are not kept; --set-header gives them"
                            .formatted(String.join(", ", came.left())));
        }
        if (!came.ended()) {
            notes.add("the answer did not come to its end");
        }
        return notes;
    }

    private static Head head(Answer.Came came) {
        return new Head("HTTP/1.1 %d %s".formatted(came.status(), came.reason()), came.fields());
    }

    private static Stretch stretch(Answer.Came came) {
        return new Stretch(came.body(), new long[0], came.total());
    }
}
