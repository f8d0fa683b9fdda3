package dev.warren.feeds.parse;

import dev.warren.feeds.clean.Addresses;
import dev.warren.feeds.parse.tree.Node;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Links of a feed or an item, in the ways of Atom, RSS and CDF. */
final class Links {

    private static final String IANA = "http://www.iana.org/assignments/relation/";

    private final Node node;

    Links(Node node) {
        this.node = node;
    }

    /** The page that it is about, empty for none. */
    String page() {
        String original = text("feedburner:origlink").orElse("");
        if (!original.isEmpty()) {
            return original;
        }
        // in RSS the link comes first: of Atom's in it many point to the feed itself
        return text("link")
                .or(this::alternate)
                .or(() -> Optional.of(web(node, "href")).filter(url -> !url.isEmpty()))
                .or(() -> node.element("a").map(link -> web(link, "href")))
                .orElse("");
    }

    /** Links of a relation, such as {@code enclosure}. */
    Stream<Node> of(String relation) {
        return atom().filter(link -> relation(link).equals(relation));
    }

    /** The first address of a relation, empty for none. */
    String first(String relation) {
        return all(relation).stream().findFirst().orElse("");
    }

    List<String> all(String relation) {
        return of(relation).map(link -> web(link, "href")).filter(url -> !url.isEmpty()).toList();
    }

    private Optional<String> alternate() {
        List<Node> alternates = of("alternate").toList();
        return Stream.concat(alternates.stream().filter(Links::isPage), alternates.stream())
                .map(link -> web(link, "href"))
                .filter(url -> !url.isEmpty())
                .findFirst();
    }

    private static boolean isPage(Node link) {
        String type = link.attribute("type").toLowerCase(Locale.ROOT);
        return type.isEmpty() || type.contains("html");
    }

    private Optional<String> text(String element) {
        for (Node link : node.named(element)) {
            String url = link.has("href") ? "" : Addresses.web(link.text(), link.base());
            if (!url.isEmpty()) {
                return Optional.of(url);
            }
        }
        return Optional.empty();
    }

    private Stream<Node> atom() {
        return Stream.concat(node.elements("link"), node.elements("atom:link"))
                .filter(link -> link.has("href"));
    }

    private static String relation(Node link) {
        String relation = link.attribute("rel").toLowerCase(Locale.ROOT);
        String known = relation.startsWith(IANA) ? relation.substring(IANA.length()) : relation;
        return known.isEmpty() ? "alternate" : known;
    }

    static String web(Node node, String attribute) {
        return Addresses.web(node.attribute(attribute), node.base());
    }
}
