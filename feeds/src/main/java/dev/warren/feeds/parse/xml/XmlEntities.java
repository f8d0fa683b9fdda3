package dev.warren.feeds.parse.xml;

import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Entities;
import org.jspecify.annotations.Nullable;

/**
 * What {@code &…;} means: the characters of XML and HTML, numbers, and the short texts that the
 * document's own DOCTYPE declares. Nothing outside of the document is ever looked at, and what a
 * document declares is neither nested nor long.
 */
final class XmlEntities {

    /** The longest name; HTML's longest is one shorter. */
    static final int MAX_NAME = 32;

    private static final int MAX_DECLARED = 100;

    /** Characters that declared entities may add to one document, so that none grows by them. */
    private static final int MAX_GROWTH = 64 * 1024;

    private static final Pattern DECLARATION =
            Pattern.compile(
                    "<!ENTITY\\s+(\\w{1,30})\\s+(?:\"([^\"&%<]{0,200}|&#\\w{1,8};)\""
                            + "|'([^'&%<]{0,200}|&#\\w{1,8};)')\\s*>");
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private final Map<String, String> declared = new HashMap<>();
    private int growth;

    /** Remembers the harmless entities that a DOCTYPE declares. */
    void declare(CharSequence doctype) {
        Matcher matcher = DECLARATION.matcher(doctype);
        while (matcher.find() && declared.size() < MAX_DECLARED) {
            String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
            if (value.startsWith("&#")) {
                value = value(value.substring(1, value.length() - 1));
            }
            if (value != null) {
                declared.put(matcher.group(1), value);
            }
        }
    }

    /**
     * The text that an entity stands for.
     *
     * @param name what is between {@code &} and {@code ;}, such as {@code amp} or {@code #x26}
     * @return null when it is none
     */
    @Nullable String value(String name) {
        if (name.startsWith("#")) {
            return number(name);
        }
        String own = declared.get(name);
        if (own != null) {
            growth += own.length();
            return growth > MAX_GROWTH ? null : own;
        }
        String known = Entities.getByName(name);
        return known.isEmpty() ? null : known;
    }

    /** A character, or what Windows has in place of a control character that nobody means. */
    static char printable(char c) {
        return c >= 0x80 && c < 0xA0 ? new String(new byte[] {(byte) c}, WINDOWS).charAt(0) : c;
    }

    private static @Nullable String number(String name) {
        boolean hex = name.length() > 1 && (name.charAt(1) == 'x' || name.charAt(1) == 'X');
        try {
            int code =
                    hex
                            ? Integer.parseInt(name, 2, name.length(), 16)
                            : Integer.parseInt(name, 1, name.length(), 10);
            if (code >= 0x80 && code < 0xA0) {
                return String.valueOf(printable((char) code));
            }
            return Character.isValidCodePoint(code) ? Character.toString(code) : "";
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
