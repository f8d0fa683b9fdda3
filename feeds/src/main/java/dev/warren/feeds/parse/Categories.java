package dev.warren.feeds.parse;

import dev.warren.feeds.parse.ParsedItem.Category;
import dev.warren.feeds.parse.tree.Node;
import java.util.ArrayList;
import java.util.List;

/** What a feed or an item is filed under. */
final class Categories {

    private static final int MAX = 100;
    private static final String ITUNES = "http://www.itunes.com/";

    private Categories() {}

    static List<Category> in(Node node) {
        List<Category> found = new ArrayList<>();
        collect(node, found);
        return found.stream().distinct().limit(MAX).toList();
    }

    private static void collect(Node parent, List<Category> found) {
        for (Node node : parent.elements()) {
            switch (node.name()) {
                case "category", "dc:subject", "media:category", "keywords", "subject" ->
                        add(category(node), found);
                case "itunes:category" -> {
                    add(new Category(Texts.plain(node.attribute("text")), "", ITUNES), found);
                    collect(node, found);
                }
                case "itunes:keywords", "media:keywords" -> {
                    for (String word : Texts.plain(node).split(",")) {
                        add(new Category(word.strip(), "", ITUNES), found);
                    }
                }
                case "media:group", "media:content" -> collect(node, found);
                default -> {}
            }
        }
    }

    private static Category category(Node node) {
        String term = node.has("term") ? node.attribute("term") : node.text();
        if (term.isEmpty()) {
            term = node.attribute("value");
        }
        String scheme = node.has("scheme") ? node.attribute("scheme") : node.attribute("domain");
        return new Category(
                Texts.plain(term), Texts.plain(node.attribute("label")), Texts.plain(scheme));
    }

    private static void add(Category category, List<Category> found) {
        if (!category.name().isEmpty()) {
            found.add(category);
        }
    }
}
