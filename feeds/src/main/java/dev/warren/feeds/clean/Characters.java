package dev.warren.feeds.clean;

/** Which characters a text may have. */
final class Characters {

    private Characters() {}

    /**
     * Whether it may be in HTML: no control character but white space, no noncharacter, none that
     * makes letters run backwards.
     */
    static boolean allowed(char c) {
        if (c < 0x20) {
            return c == '\t' || c == '\n' || c == '\r';
        }
        return !(c >= 0x7F && c <= 0x9F) && c != '\u202D' && c != '\u202E' && c < 0xFFFE;
    }

    /**
     * Whether it may be in a line such as a title or a subject, where it is next to text of others:
     * neither turns the direction of what follows nor hides.
     */
    static boolean allowedInLine(char c) {
        return switch (c) {
            case '\u00AD', '\u061C', '\u180E', '\uFEFF' -> false;
            case '\u200B', '\u200E', '\u200F' -> false;
            default ->
                    !(c >= '\u202A' && c <= '\u202E')
                            && !(c >= '\u2060' && c <= '\u206F')
                            && !(c >= '\uFFF9' && c <= '\uFFFB')
                            && c >= 0x20
                            && allowed(c);
        };
    }

    /** Whether it separates words, as white space of any kind does. */
    static boolean space(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }
}
