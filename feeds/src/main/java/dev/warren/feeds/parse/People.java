package dev.warren.feeds.parse;

import dev.warren.feeds.parse.tree.Node;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of those who wrote something, as {@code name}, {@code address} or {@code name (address)}.
 */
final class People {

    private static final Pattern ADDRESS =
            Pattern.compile("(?:mailto:)?([\\w.+%'-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,8})");
    private static final int MAX = 10;

    private People() {}

    /** Those of the first of the elements that is there, joined by commas. */
    static String in(Node node, List<String> elements) {
        for (String element : elements) {
            List<Node> people = node.named(element);
            if (people.isEmpty()) {
                continue;
            }
            Set<String> names = new LinkedHashSet<>();
            people.stream()
                    .map(People::name)
                    .filter(name -> !name.isEmpty())
                    .limit(MAX)
                    .forEach(names::add);
            if (!names.isEmpty()) {
                return String.join(", ", names);
            }
        }
        return "";
    }

    private static String name(Node person) {
        String name = child(person, "name", "itunes:name", "foaf:name");
        String address = child(person, "email", "itunes:email");
        if (name.isEmpty() && address.isEmpty() && person.elements().isEmpty()) {
            return tidy(Texts.plain(person));
        }
        if (name.isEmpty() && address.isEmpty()) {
            return Texts.plain(person);
        }
        if (name.isEmpty() || address.isEmpty() || name.equals(address)) {
            return name.isEmpty() ? address : name;
        }
        return name + " (" + address + ")";
    }

    private static String child(Node person, String... names) {
        for (String name : names) {
            var found = person.element(name).map(Texts::plain).orElse("");
            if (!found.isEmpty()) {
                return found;
            }
        }
        return "";
    }

    /** {@code me@example.com (Name)} and {@code Name <me@example.com>} as {@code Name (me@…)}. */
    private static String tidy(String written) {
        Matcher address = ADDRESS.matcher(written);
        if (!address.find()) {
            return written;
        }
        String rest = written.replace(address.group(), " ");
        String name =
                rest.replaceAll("\\(\\s*\\)|<\\s*>|&lt;\\s*&gt;", " ")
                        .replaceAll("\\s+", " ")
                        .strip();
        if (name.startsWith("(") && name.endsWith(")")) {
            name = name.substring(1, name.length() - 1).strip();
        }
        return name.isEmpty() ? address.group(1) : name + " (" + address.group(1) + ")";
    }
}
