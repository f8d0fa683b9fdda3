package dev.warren.feeds.parse;

import dev.warren.feeds.parse.tree.Node;
import java.util.Set;

/** What kind of document it is, by its outermost element. */
final class Kinds {

    private static final Set<String> FEEDS = Set.of("rss", "feed", "entry", "channel", "item");
    private static final Set<String> PAGES =
            Set.of("html", "xhtml:html", "body", "head", "xhtml:body");

    private Kinds() {}

    static boolean isFeed(Node root) {
        return FEEDS.contains(root.name())
                || isRdf(root)
                        && (root.element("channel").isPresent()
                                || root.attribute("xmlns").matches(".*(rss|netscape).*"));
    }

    static boolean isPage(Node root) {
        return PAGES.contains(root.name());
    }

    /** Whether its texts say of which type they are. */
    static boolean isAtom(Node root) {
        return root.name().equals("feed") || root.name().equals("entry");
    }

    /** Such as {@code rss 2.0}. */
    static String of(Node root) {
        String version = root.attribute("version").replaceAll("[^0-9.]", "");
        String namespace = root.attribute("xmlns");
        if (isAtom(root)) {
            return version.equals("0.3") || namespace.contains("purl.org/atom/ns")
                    ? "atom 0.3"
                    : "atom 1.0";
        }
        if (isRdf(root)) {
            return namespace.contains("simple/0.9") ? "rss 0.90" : "rss 1.0";
        }
        if (root.name().equals("channel")) {
            return "cdf";
        }
        return version.isEmpty() ? "rss" : "rss " + version;
    }

    private static boolean isRdf(Node root) {
        return root.name().equals("rdf:rdf") || root.name().equals("rdf");
    }
}
