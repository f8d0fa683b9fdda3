package dev.warren.feeds.file;

import java.util.List;

/**
 * Lines: {@code =: key value}, addresses, {@code => address title}, and lines that are for people
 * only ({@code #}, {@code >}, {@code =<}, {@code ==}, what is between lines of {@code ```}).
 * Indents and list marks mean nothing.
 */
final class LineText {

    private static final String FENCE = "```";
    private static final List<String> FOR_PEOPLE = List.of("#", ">", "=<", "==");
    private static final List<String> LIST_MARKS = List.of("* ", "- ");

    private LineText() {}

    static void read(String text, FileDraft draft) {
        boolean fenced = false;
        int number = 0;
        for (String raw : (Iterable<String>) text.lines()::iterator) {
            number++;
            String line = item(raw.strip());
            if (line.startsWith(FENCE)) {
                fenced = !fenced;
            } else if (!fenced
                    && !line.isEmpty()
                    && FOR_PEOPLE.stream().noneMatch(line::startsWith)) {
                line(number, line, draft);
            }
        }
    }

    private static String item(String line) {
        return LIST_MARKS.stream().anyMatch(line::startsWith) ? line.substring(2).strip() : line;
    }

    private static void line(int number, String line, FileDraft draft) {
        if (line.startsWith("=:")) {
            String[] parts = line.substring(2).strip().split("[ \t]+", 2);
            draft.set(number, parts[0], parts.length > 1 ? parts[1] : "");
        } else if (line.startsWith("=>")) {
            String[] parts = line.substring(2).strip().split("[ \t]+", 2);
            draft.feed(number, parts[0], parts.length > 1 ? parts[1] : "");
        } else {
            draft.feed(number, line, "");
        }
    }
}
