package dev.warren.feeds.rules;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads lines of rules. */
public final class RuleReader {

    private static final int LONGEST = 500;
    private static final int LONGEST_TAG = 60;

    /** Copies of a part that counted repetitions may make of it; RE2 writes each of them out. */
    private static final int MOST_COPIES = 1000;

    private static final java.util.regex.Pattern COUNT =
            java.util.regex.Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}");
    private static final String FORM = "ACTION PART EXPRESSION, such as: drop title (?i)sponsored";

    private RuleReader() {}

    /** What a line says, or why it says nothing. */
    public sealed interface Outcome {

        /** It is a rule. */
        record Read(Rule rule) implements Outcome {}

        /** It is none; a sentence that says what is expected. */
        record Wrong(String sentence) implements Outcome {}
    }

    /**
     * Reads one.
     *
     * @param line {@code ACTION PART EXPRESSION}, parted by blanks; the expression may hold some
     */
    public static Outcome read(String line) {
        String[] words = line.strip().split("\\s+", 3);
        if (words.length < 3 || line.length() > LONGEST) {
            return wrong("rule", line, FORM + ", of at most " + LONGEST + " characters");
        }
        String verb = words[0];
        int colon = verb.indexOf(':');
        String tag = colon < 0 ? "" : verb.substring(colon + 1);
        Optional<Rule.Action> action =
                named(Rule.Action.class, colon < 0 ? verb : verb.substring(0, colon));
        if (action.isEmpty()
                || (action.get() == Rule.Action.TAG) == tag.isEmpty()
                || tag.length() > LONGEST_TAG) {
            return wrong("rule's action", verb, "keep, drop, read, star or tag:NAME");
        }
        Optional<Rule.Part> part = named(Rule.Part.class, words[1]);
        if (part.isEmpty()) {
            return wrong("rule's part", words[1], names(Rule.Part.class));
        }
        return expression(action.get(), tag, part.get(), words[2]);
    }

    private static Outcome expression(
            Rule.Action action, String tag, Rule.Part part, String expression) {
        if (copies(expression) > MOST_COPIES) {
            return wrong("expression", expression, "repetitions of at most " + MOST_COPIES);
        }
        try {
            return new Outcome.Read(new Rule(action, tag, part, Pattern.compile(expression)));
        } catch (PatternSyntaxException malformed) {
            return wrong(
                    "expression",
                    expression,
                    "one of RE2's syntax, which says: " + malformed.getDescription());
        }
    }

    /** The product of all counts, as if they were nested. */
    private static double copies(String expression) {
        return COUNT.matcher(expression)
                .results()
                .mapToDouble(found -> {
                    String upper = found.group(2);
                    String count = upper == null || upper.isEmpty() ? found.group(1) : upper;
                    return Math.max(1, Double.parseDouble(count));
                })
                .reduce(1, (a, b) -> a * b);
    }

    private static <E extends Enum<E>> Optional<E> named(Class<E> type, String name) {
        return EnumSet.allOf(type).stream()
                .filter(value -> value.name().equalsIgnoreCase(name))
                .findFirst();
    }

    private static <E extends Enum<E>> String names(Class<E> type) {
        return EnumSet.allOf(type).stream()
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private static Outcome wrong(String what, String value, String expected) {
        String shown = value.length() > 100 ? value.substring(0, 100) + "…" : value;
        return new Outcome.Wrong("%s: %s (expected: %s)".formatted(what, shown, expected));
    }
}
