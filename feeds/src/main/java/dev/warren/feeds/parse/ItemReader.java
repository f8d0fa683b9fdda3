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
        Text found = content(item);
        String content = found.html;
        String summary = first(item, SUMMARIES).html;
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
                        !hasLink && isPermanent(item),
                        found.type));
    }

    /** A text, cleaned, and how it was written; both empty where there is none. */
    private record Text(String html, String type) {
        private static final Text NONE = new Text("", "");
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

    private Text first(Node item, List<String> names) {
        for (String name : names) {
            for (Node node : withGroup(item, name)) {
                Text text = text(node);
                if (!text.html.isEmpty()) {
                    return text;
                }
            }
        }
        return Text.NONE;
    }

    private Text text(Node node) {
        String html = texts.html(node);
        return html.isEmpty() ? Text.NONE : new Text(html, texts.mediaType(node));
    }

    private Text content(Node item) {
        Text content = first(item, CONTENTS);
        if (!content.html.isEmpty()) {
            return content;
        }
        // the second of two descriptions is the longer one's place
        List<Node> descriptions = item.named("description");
        return descriptions.size() > 1 ? text(descriptions.get(1)) : Text.NONE;
    }

    private static List<Node> withGroup(Node item, String name) {
        List<Node> own = item.named(name);
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
