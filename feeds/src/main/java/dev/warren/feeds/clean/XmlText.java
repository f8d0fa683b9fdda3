package dev.warren.feeds.clean;

/** Text for documents of XML 1.0. */
public final class XmlText {

    private XmlText() {}

    /** The text without characters that XML 1.0 does not have. */
    public static String of(String text) {
        return text.codePoints()
                .filter(XmlText::isAllowed)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The same on one line, for attributes. */
    public static String line(String text) {
        return text.codePoints()
                .filter(c -> c >= 0x20 && isAllowed(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isAllowed(int c) {
        return c >= 0x20 && c != 0xFFFE && c != 0xFFFF && (c < 0xD800 || c > 0xDFFF)
                || c == '\n'
                || c == '\t';
    }
}
