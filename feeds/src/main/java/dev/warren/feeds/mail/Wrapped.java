package dev.warren.feeds.mail;

/** Text in lines that are short enough to read; words that are longer stay whole. */
final class Wrapped {

    private static final int WIDTH = 76;

    private Wrapped() {}

    /** {@code indent} begins each line. */
    static String of(String text, String indent) {
        StringBuilder out = new StringBuilder(text.length() + text.length() / 20);
        text.lines().forEach(line -> line(line, indent, out));
        return out.toString().stripTrailing();
    }

    private static void line(String line, String indent, StringBuilder out) {
        int column = 0;
        for (String word : line.split(" +")) {
            if (column > 0 && column + 1 + word.length() > WIDTH) {
                out.append('\n');
                column = 0;
            }
            out.append(column == 0 ? indent : " ").append(word);
            column += (column == 0 ? indent.length() : 1) + word.length();
        }
        out.append('\n');
    }
}
