package dev.warren.feeds.parse;

import dev.warren.feeds.parse.ParsedItem.Enclosure;
import dev.warren.feeds.parse.tree.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Files and pictures that come with an item. */
final class Media {

    private static final int MAX = 50;

    private Media() {}

    static List<Enclosure> enclosures(Node item) {
        Map<String, Enclosure> found = new LinkedHashMap<>();
        item.elements("enclosure").forEach(node -> add(node, address(node), "length", found));
        new Links(item)
                .of("enclosure")
                .forEach(node -> add(node, Links.web(node, "href"), "length", found));
        contents(item).forEach(node -> add(node, Links.web(node, "url"), "filesize", found));
        return List.copyOf(found.values());
    }

    /** The picture that stands for an item or a feed, empty for none. */
    static String image(Node node) {
        // most have none
        if (node.elements().stream().noneMatch(one -> one.name().indexOf(':') > 0)) {
            return "";
        }
        return Stream.of(
                        node.elements("itunes:image").map(image -> Links.web(image, "href")),
                        node.elements("googleplay:image").map(image -> Links.web(image, "href")),
                        thumbnails(node).map(image -> Links.web(image, "url")),
                        contents(node).filter(Media::isImage).map(image -> Links.web(image, "url")))
                .flatMap(urls -> urls)
                .filter(url -> !url.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static boolean isImage(Node content) {
        return content.attribute("medium").equals("image")
                || content.attribute("type").startsWith("image/");
    }

    private static Stream<Node> thumbnails(Node node) {
        return Stream.concat(node.elements("media:group"), Stream.of(node))
                .flatMap(group -> Stream.concat(Stream.of(group), group.elements("media:content")))
                .flatMap(group -> group.elements("media:thumbnail"));
    }

    private static Stream<Node> contents(Node node) {
        return Stream.concat(node.elements("media:group"), Stream.of(node))
                .flatMap(group -> group.elements("media:content"));
    }

    private static String address(Node enclosure) {
        String url = Links.web(enclosure, "url");
        return url.isEmpty() ? Links.web(enclosure, "href") : url;
    }

    private static void add(Node node, String url, String size, Map<String, Enclosure> found) {
        if (!url.isEmpty() && found.size() < MAX) {
            String type = Texts.plain(node.attribute("type"));
            found.putIfAbsent(url, new Enclosure(url, type, length(node.attribute(size))));
        }
    }

    static long length(String written) {
        try {
            return Math.max(0, Long.parseLong(written.replace(",", "")));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
