package dev.warren.edge.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One header field: a token for a name, and a value of visible characters, blanks and bytes above
 * 0x7f (read as ISO 8859-1). So no field can end its line or begin another.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5">RFC 9110, 5</a>
 */
public record HttpField(String name, String value) {

    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    public HttpField {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "header name: %s (expected: letters, digits and hyphens)".formatted(name));
        }
        if (!isValue(value)) {
            throw new IllegalArgumentException(
                    "header %s: its value has a character that a header cannot hold"
                            .formatted(name));
        }
    }

    // loops, because both are asked for every field that somebody looks at

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isToken(name.charAt(i))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean isValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '\t' && (c < ' ' || c > 0xff || c == 0x7f)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isToken(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || TOKEN_MARKS.indexOf(c) >= 0;
    }

    /** The name in lower case, by which names are compared. */
    public String key() {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The value of the first field with that name, given in any case. */
    public static Optional<String> first(List<HttpField> fields, String name) {
        return fields.stream()
                .filter(field -> field.name.equalsIgnoreCase(name))
                .map(HttpField::value)
                .findFirst();
    }

    void show(FieldVisitor visitor) {
        byte[] bytes = (name + value).getBytes(StandardCharsets.ISO_8859_1);
        visitor.visit(bytes, 0, name.length(), name.length(), bytes.length);
    }
}
