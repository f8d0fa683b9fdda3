package dev.warren.registry.upstream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A way to authenticate that an upstream offers.
 *
 * @param scheme in lower case
 * @param parameters by name in lower case, values unquoted
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1">RFC 9110, 11.6.1</a>
 */
record Challenge(String scheme, Map<String, String> parameters) {

    private static final int LONGEST = 8 * 1024;
    private static final int MOST = 8;

    Challenge {
        parameters = Map.copyOf(parameters);
    }

    /** The value of a parameter; empty when it is not there. */
    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** All that {@code fields}, the values of {@code WWW-Authenticate}, offer; bad ones end it. */
    static List<Challenge> parse(List<String> fields) {
        List<Challenge> challenges = new ArrayList<>();
        for (String field : fields) {
            if (field.length() <= LONGEST) {
                new Scanner(field).readInto(challenges);
            }
        }
        return challenges.stream().limit(MOST).toList();
    }

    /** Reads one field value from its start to its end. */
    private static final class Scanner {

        private final String text;
        private int at;

        Scanner(String text) {
            this.text = text;
        }

        void readInto(List<Challenge> challenges) {
            String word = word();
            while (!word.isEmpty()) {
                String scheme = word.toLowerCase(Locale.ROOT);
                Map<String, String> parameters = new LinkedHashMap<>();
                word = parameters(parameters);
                challenges.add(new Challenge(scheme, parameters));
            }
        }

        /** Reads {@code name=value} as long as there are any; what follows is the next scheme. */
        private String parameters(Map<String, String> into) {
            while (true) {
                String name = word();
                if (name.isEmpty() || !take('=')) {
                    return name;
                }
                Optional<String> value = value();
                if (value.isEmpty()) {
                    return "";
                }
                into.putIfAbsent(name.toLowerCase(Locale.ROOT), value.get());
            }
        }

        private String word() {
            while (at < text.length() && (text.charAt(at) == ',' || isBlank(text.charAt(at)))) {
                at++;
            }
            int from = at;
            while (at < text.length() && isToken(text.charAt(at))) {
                at++;
            }
            return text.substring(from, at);
        }

        private boolean take(char wanted) {
            int ahead = at;
            while (ahead < text.length() && isBlank(text.charAt(ahead))) {
                ahead++;
            }
            if (ahead >= text.length() || text.charAt(ahead) != wanted) {
                return false;
            }
            at = ahead + 1;
            while (at < text.length() && isBlank(text.charAt(at))) {
                at++;
            }
            return true;
        }

        /** A token or a quoted text; empty when the quote has no end. */
        private Optional<String> value() {
            if (at >= text.length() || text.charAt(at) != '"') {
                int from = at;
                while (at < text.length() && text.charAt(at) != ',' && !isBlank(text.charAt(at))) {
                    at++;
                }
                return Optional.of(text.substring(from, at));
            }
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '"') {
                    at++;
                    return Optional.of(value.toString());
                }
                if (c == '\\' && at + 1 < text.length()) {
                    c = text.charAt(++at);
                }
                value.append(c);
            }
            return Optional.empty();
        }

        private static boolean isBlank(char c) {
            return c == ' ' || c == '\t';
        }

        private static boolean isToken(char c) {
            return c > ' ' && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
        }
    }
}
