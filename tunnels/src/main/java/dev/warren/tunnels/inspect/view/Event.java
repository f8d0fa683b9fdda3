package dev.warren.tunnels.inspect.view;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * One server-sent event.
 *
 * @param millis when it began to come, since the exchange began
 * @param name its type, {@code message} when it names none
 * @param id its id, empty when it has none
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML, 9.2</a>
 */
public record Event(long millis, String name, String id, String data) {

    private static final int MOST = 1000;

    /** The events of {@code text}, at most 1,000 of them. */
    static List<Event> read(String text, IntToLongFunction millisAt) {
        List<Event> events = new ArrayList<>();
        String name = "message";
        String id = "";
        StringBuilder data = new StringBuilder();
        int bytes = 0;
        int began = 0;
        for (String line : text.split("\r\n|\n|\r", -1)) {
            if (events.size() == MOST) {
                return events;
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
            switch (field) {
                case "event" -> name = value;
                case "id" -> id = value;
                case "data" -> data.append(value).append('\n');
                default -> {}
            }
            bytes += line.getBytes(StandardCharsets.UTF_8).length + 1;
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    data.setLength(data.length() - 1);
                    events.add(new Event(millisAt.applyAsLong(began), name, id, data.toString()));
                }
                name = "message";
                data.setLength(0);
                began = bytes;
            }
        }
        return events;
    }
}
