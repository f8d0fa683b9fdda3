package dev.warren.edge.ssh.session;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Results for people: aligned columns, {@code name: value} lines, sentences. */
final class TextOutput extends SessionOutput {

    private static final int MAX_PADDED = 72;

    /** Characters of the line that tells of progress; zero when there is none. */
    private int shown;

    TextOutput(SessionIo io) {
        super(io);
    }

    @Override
    public void progress(String line) {
        String clean = Printable.line(line);
        io().err().print("\r" + clean + " ".repeat(Math.max(0, shown - clean.length())));
        io().err().flush();
        shown = clean.length();
    }

    private void endProgress() {
        if (shown > 0) {
            io().err().print("\r" + " ".repeat(shown) + "\r");
            io().err().flush();
            shown = 0;
        }
    }

    @Override
    public boolean json() {
        return false;
    }

    @Override
    public void table(List<String> columns, List<? extends List<?>> rows) {
        List<List<String>> cells =
                rows.stream().map(row -> row.stream().map(TextOutput::text).toList()).toList();
        List<String> heads = columns.stream().map(TextOutput::head).toList();
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = heads.get(i).length();
            for (List<String> row : cells) {
                widths[i] = Math.max(widths[i], Math.min(MAX_PADDED, row.get(i).length()));
            }
        }
        line(heads, widths);
        cells.forEach(row -> line(row, widths));
        flush();
    }

    private void line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(cells.get(i));
            if (i < cells.size() - 1) {
                line.repeat(' ', Math.max(0, widths[i] - cells.get(i).length()) + 2);
            }
        }
        io().out().println(line.toString().stripTrailing());
    }

    @Override
    public void object(Map<String, ?> fields) {
        int width = fields.keySet().stream().mapToInt(String::length).max().orElse(0) + 2;
        fields.forEach((name, value) -> {
            String label = name.replace('_', ' ') + ":";
            io().out()
                    .println(label + " ".repeat(Math.max(1, width - label.length())) + text(value));
        });
        flush();
    }

    @Override
    public void say(String sentence) {
        endProgress();
        io().out().println(Printable.line(sentence));
        flush();
    }

    @Override
    public int fail(String code, String sentence) {
        endProgress();
        io().err().println(Printable.line(sentence));
        io().err().flush();
        return ExitStatus.FAILED;
    }

    private static String head(String column) {
        return column.replace('_', ' ').toUpperCase(Locale.ROOT);
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "-";
            case Optional<?> optional -> text(optional.orElse(null));
            case Boolean yes -> yes ? "yes" : "no";
            case Instant instant -> instant.truncatedTo(ChronoUnit.SECONDS).toString();
            case Duration duration -> duration.truncatedTo(ChronoUnit.SECONDS).toString();
            case Collection<?> values ->
                    values.stream().map(TextOutput::text).collect(Collectors.joining(", "));
            default -> Printable.line(value.toString());
        };
    }
}
