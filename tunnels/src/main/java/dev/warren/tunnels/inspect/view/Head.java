package dev.warren.tunnels.inspect.view;

import dev.warren.edge.http.HttpField;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A captured head.
 *
 * @param start its first line; empty when there is no head
 * @param fields its fields in order
 */
public record Head(String start, List<HttpField> fields) {

    public Head {
        fields = List.copyOf(fields);
    }

    static Head parse(byte[] text) {
        String[] lines = new String(text, StandardCharsets.ISO_8859_1).split("\r\n", -1);
        List<HttpField> fields = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            fields.add(
                    new HttpField(
                            lines[i].substring(0, colon), lines[i].substring(colon + 1).strip()));
        }
        return new Head(lines[0], fields);
    }

    public boolean isMissing() {
        return start.isEmpty();
    }

    /** The last word but one of a request's first line: its path and query. */
    public String target() {
        int from = start.indexOf(' ') + 1;
        int to = start.lastIndexOf(' ');
        return from < to ? start.substring(from, to) : "";
    }

    /** The first value of that name. */
    public Optional<String> find(String name) {
        return HttpField.first(fields, name);
    }

    /** All words of all fields of that name, in lower case. */
    public List<String> words(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .flatMap(field -> List.of(field.value().split(",")).stream())
                .map(word -> word.strip().toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
