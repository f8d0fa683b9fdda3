package dev.warren.feeds.file;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A pattern that an item's title or text has to contain, or with {@code !} before it must not.
 * Upper and lower case are the same, and matching takes time in proportion to the text.
 */
public final class FileFilter {

    private static final int MOST_LENGTH = 500;

    private final String text;
    private final boolean without;
    private final Pattern pattern;

    private FileFilter(String text, boolean without, Pattern pattern) {
        this.text = text;
        this.without = without;
        this.pattern = pattern;
    }

    /**
     * @throws IllegalArgumentException with a sentence when it cannot be understood
     */
    public static FileFilter parse(String text) {
        boolean without = text.startsWith("!");
        String pattern = (without ? text.substring(1) : text).strip();
        if (pattern.isEmpty() || pattern.length() > MOST_LENGTH) {
            throw new IllegalArgumentException(
                    "filter: %d characters (expected: 1 to %d)"
                            .formatted(pattern.length(), MOST_LENGTH));
        }
        try {
            return new FileFilter(
                    text, without, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE));
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException(
                    "filter: %s (expected: a regular expression; %s)"
                            .formatted(pattern, wrong.getDescription()),
                    wrong);
        }
    }

    /** Whether an item with this title and plain text is mailed. */
    public boolean passes(String title, String plain) {
        boolean found = pattern.matcher(title).find() || pattern.matcher(plain).find();
        return found != without;
    }

    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FileFilter filter && filter.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
