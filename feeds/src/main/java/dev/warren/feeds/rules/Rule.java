package dev.warren.feeds.rules;

import com.google.re2j.Pattern;
import java.util.Locale;

/**
 * A line such as {@code drop title (?i)sponsored}: what is done with an item of which a part holds
 * an expression. Expressions are those of RE2, which take time in proportion to the text, whatever
 * they are. Immutable.
 *
 * @see <a href="https://github.com/google/re2/wiki/Syntax">RE2 syntax</a>
 */
public final class Rule {

    /** What is done. */
    public enum Action {
        /** Once there is such a rule, only what one of them finds is kept. */
        KEEP,
        /** The item is left out. */
        DROP,
        /** It is there, but read. */
        READ,
        /** It is starred. */
        STAR,
        /** It gets a tag. */
        TAG
    }

    /** What is looked at. */
    enum Part {
        TITLE,
        AUTHOR,
        URL,
        CONTENT,
        CATEGORY,
        ANY
    }

    private final Action action;
    private final String tag;
    private final Part part;
    private final Pattern expression;

    Rule(Action action, String tag, Part part, Pattern expression) {
        this.action = action;
        this.tag = tag;
        this.part = part;
        this.expression = expression;
    }

    public Action action() {
        return action;
    }

    /** The tag's name, empty for all other actions. */
    String tag() {
        return tag;
    }

    boolean finds(Subject subject) {
        return switch (part) {
            case TITLE -> in(subject.title());
            case AUTHOR -> in(subject.author());
            case URL -> in(subject.url());
            case CONTENT -> in(subject.content());
            case CATEGORY -> subject.categories().stream().anyMatch(this::in);
            case ANY ->
                    in(subject.title())
                            || in(subject.author())
                            || in(subject.url())
                            || in(subject.content())
                            || subject.categories().stream().anyMatch(this::in);
        };
    }

    private boolean in(String text) {
        return expression.matcher(text).find();
    }

    /** The line that it was read from, with single spaces. */
    @Override
    public String toString() {
        String what = action.name().toLowerCase(Locale.ROOT) + (tag.isEmpty() ? "" : ":" + tag);
        return what + " " + part.name().toLowerCase(Locale.ROOT) + " " + expression.pattern();
    }
}
