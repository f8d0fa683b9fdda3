package dev.warren.edge.ssh.session;

/** Makes text of others safe to show on a terminal. */
public final class Printable {

    private Printable() {}

    /**
     * The text on one line, without control characters and without characters that change the
     * direction or hide: they are left out, line ends and tabs become blanks.
     */
    public static String line(String text) {
        if (text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> {
                    if (c == '\n' || c == '\r' || c == '\t') {
                        clean.append(' ');
                    } else if (isVisible(c)) {
                        clean.appendCodePoint(c);
                    }
                });
        return clean.toString();
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
