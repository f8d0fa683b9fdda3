package dev.warren.tunnels.inspect.view;

import dev.warren.tunnels.inspect.Summary;
import dev.warren.tunnels.naming.Plain;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Exchanges for people. */
public final class EntryText {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int LONGEST_PATH = 200;
    private static final double NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private EntryText() {}

    /** One exchange in a line. */
    public static String line(Summary summary) {
        String words = summary.capture().words();
        return String.format(
                Locale.ROOT,
                "%s | %s | %s | %s | %.1f ms | %s | %s %s%s%s",
                TIME.format(summary.at()),
                summary.id(),
                summary.place().label(),
                summary.status() == 0 ? "-" : Integer.toString(summary.status()),
                summary.nanos() / NANOS,
                summary.ip(),
                Plain.text(summary.method()),
                Plain.text(summary.path(), LONGEST_PATH),
                summary.open() ? " (goes on)" : "",
                words.isEmpty() ? "" : " (" + words + ")");
    }

    /** All there is of it, line by line. */
    public static List<String> lines(Shown shown) {
        List<String> lines = new ArrayList<>();
        lines.add(line(shown.summary()));
        lines.add("");
        message(lines, "> ", shown.request(), shown.requestBody(), true);
        if (!shown.response().isMissing()) {
            lines.add("");
            boolean body = shown.events().isEmpty();
            message(lines, "< ", shown.response(), shown.responseBody(), body);
        }
        for (Event event : shown.events()) {
            lines.add(
                    "< %6d ms  %s%s  %s"
                            .formatted(
                                    event.millis(),
                                    event.name(),
                                    event.id().isEmpty() ? "" : " #" + event.id(),
                                    event.data()));
        }
        for (Frame frame : shown.frames()) {
            lines.add(
                    "%s %6d ms  %s  %s"
                            .formatted(
                                    frame.fromVisitor() ? ">" : "<",
                                    frame.millis(),
                                    frame.kind(),
                                    frame.text().orElse(words(frame))));
        }
        return lines;
    }

    /** A head and its body, each line with {@code mark} before it. */
    public static List<String> message(String mark, Head head, Body body) {
        List<String> lines = new ArrayList<>();
        message(lines, mark, head, body, true);
        return lines;
    }

    private static String words(Frame frame) {
        return "(%d bytes%s)".formatted(frame.length(), frame.packed() ? ", compressed" : "");
    }

    private static void message(
            List<String> lines, String mark, Head head, Body body, boolean withBody) {
        lines.add(mark + head.start());
        head.fields().forEach(field -> lines.add(mark + field.name() + ": " + field.value()));
        if (body.isEmpty()) {
            return;
        }
        lines.add(mark.strip());
        if (withBody && body.data().length > 0) {
            body.text()
                    .ifPresentOrElse(
                            text -> text.lines().forEach(line -> lines.add(mark + line)),
                            () ->
                                    lines.add(
                                            "%s(%d bytes of %s)"
                                                    .formatted(
                                                            mark, body.data().length, type(body))));
        }
        body.notes().forEach(note -> lines.add("(" + note + ")"));
    }

    private static String type(Body body) {
        return body.type().isEmpty() ? "no known type" : body.type();
    }
}
