package dev.warren.feeds.parse;

import dev.warren.feeds.clean.Addresses;
import dev.warren.feeds.parse.tree.Node;
import java.util.List;

/** Reads an item of RSS, RDF, Atom or CDF, with what the usual extensions add to it. */
final class ItemReader {

    private static final List<String> TITLES = List.of("title", "dc:title", "media:title");
    private static final List<String> SUMMARIES =
            List.of(
                    "summary",
                    "description",
                    "abstract",
                    "dc:description",
                    "dcterms:abstract",
                    "media:description",
                    "itunes:summary",
                    "itunes:subtitle");
    private static final List<String> CONTENTS =
            List.of(
                    "content:encoded",
                    "content",
                    "fullitem",
                    "xhtml:body",
                    "body",
                    "xhtml:div",
                    "content:encode",
                    "encoded");
    private static final List<String> AUTHORS =
            List.of(
                    "author",
                    "dc:creator",
                    "dc:author",
                    "itunes:author",
                    "creator",
                    "dc:contributor");

    private static final int MAX_GUID = 4096;

    private final Texts texts;
    private final Dates dates;

    ItemReader(Texts texts, Dates dates) {
        this.texts = texts;
        this.dates = dates;
    }

    ParsedItem read(Node item) {
        Links links = new Links(item);
        String guid = guid(item);
        boolean hasLink = !links.page().isEmpty();
        String url = hasLink ? links.page() : Addresses.web(guid, item.base());
        String content = content(item);
        String summary = first(item, SUMMARIES);
        return new ParsedItem(
                guid,
                url,
                title(item),
                author(item),
                summary.equals(content) ? "" : summary,
                content,
                dates.published(item),
                dates.updated(item),
                new ParsedItem.Extras(
                        comments(item, links),
                        Categories.in(item),
                        Media.enclosures(item),
                        Media.image(item),
                        !hasLink && isPermanent(item)));
    }

    private String title(Node item) {
        for (String name : TITLES) {
            for (Node node : withGroup(item, name)) {
                String title = texts.line(node);
                if (!title.isEmpty()) {
                    return title;
                }
            }
        }
        return "";
    }

    private String first(Node item, List<String> names) {
        for (String name : names) {
            for (Node node : withGroup(item, name)) {
                String html = texts.html(node);
                if (!html.isEmpty()) {
                    return html;
                }
            }
        }
        return "";
    }

    private String content(Node item) {
        String content = first(item, CONTENTS);
        if (!content.isEmpty()) {
            return content;
        }
        // the second of two descriptions is the longer one's place
        List<Node> descriptions = item.elements("description").toList();
        return descriptions.size() > 1 ? texts.html(descriptions.get(1)) : "";
    }

    private static List<Node> withGroup(Node item, String name) {
        List<Node> own = item.elements(name).toList();
        if (!own.isEmpty() || !name.startsWith("media:")) {
            return own;
        }
        return item.elements().stream()
                .filter(n -> n.name().equals("media:group") || n.name().equals("media:content"))
                .flatMap(group -> group.elements(name))
                .toList();
    }

    private static String author(Node item) {
        String own = People.in(item, AUTHORS);
        return own.isEmpty()
                ? item.element("source").map(source -> People.in(source, AUTHORS)).orElse("")
                : own;
    }

    private static String guid(Node item) {
        String guid =
                item.element("guid")
                        .or(() -> item.element("id"))
                        .map(Node::text)
                        .filter(text -> !text.isEmpty())
                        .orElseGet(() -> item.attribute("rdf:about"));
        if (guid.isEmpty()) {
            guid = item.element("dc:identifier").map(Node::text).orElse("");
        }
        return guid.length() > MAX_GUID ? guid.substring(0, MAX_GUID) : guid;
    }

    private static boolean isPermanent(Node item) {
        return item.element("guid")
                .map(guid -> !guid.attribute("ispermalink").equalsIgnoreCase("false"))
                .orElse(false);
    }

    private static String comments(Node item, Links links) {
        String element =
                item.elements("comments")
                        .map(node -> Addresses.web(node.text(), node.base()))
                        .filter(url -> !url.isEmpty())
                        .findFirst()
                        .orElse("");
        return element.isEmpty()
                ? links.of("replies")
                        .filter(link -> !link.attribute("type").contains("xml"))
                        .map(link -> Links.web(link, "href"))
                        .findFirst()
                        .orElse("")
                : element;
    }
}
