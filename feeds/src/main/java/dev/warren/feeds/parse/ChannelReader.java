package dev.warren.feeds.parse;

import dev.warren.feeds.clean.Addresses;
import dev.warren.feeds.parse.tree.Node;
import java.util.List;
import java.util.stream.Stream;

/** Reads what a document says about the feed itself. */
final class ChannelReader {

    private static final List<String> TITLES = List.of("title", "dc:title");
    private static final List<String> DESCRIPTIONS =
            List.of(
                    "subtitle",
                    "tagline",
                    "description",
                    "dc:description",
                    "abstract",
                    "itunes:summary",
                    "itunes:subtitle");
    private static final List<String> AUTHORS =
            List.of(
                    "author",
                    "managingeditor",
                    "dc:creator",
                    "dc:author",
                    "itunes:author",
                    "itunes:owner",
                    "webmaster");

    private final Texts texts;
    private final Dates dates;

    ChannelReader(Texts texts, Dates dates) {
        this.texts = texts;
        this.dates = dates;
    }

    ParsedFeed read(Node root, List<ParsedItem> items) {
        Node channel = root.element("channel").orElse(root);
        Links links = new Links(channel);
        String author = People.in(channel, AUTHORS);
        return new ParsedFeed(
                Kinds.of(root),
                first(channel, TITLES),
                first(channel, DESCRIPTIONS),
                links.page(),
                language(root, channel),
                icon(root, channel),
                PaceReader.read(channel),
                new ParsedFeed.Links(links.first("self"), links.all("hub")),
                about(channel, author),
                items.stream().map(item -> item.withAuthor(author)).toList());
    }

    private ParsedFeed.About about(Node channel, String author) {
        String id =
                channel.elements().stream()
                        .filter(n -> n.name().equals("id") || n.name().equals("guid"))
                        .map(Node::text)
                        .findFirst()
                        .orElseGet(() -> channel.attribute("rdf:about"));
        return new ParsedFeed.About(
                id,
                author,
                first(channel, List.of("rights", "copyright", "dc:rights")),
                generator(channel),
                dates.published(channel),
                dates.updated(channel),
                Categories.in(channel));
    }

    private String first(Node channel, List<String> names) {
        for (String name : names) {
            for (Node node : channel.elements(name).toList()) {
                String line = texts.line(node);
                if (!line.isEmpty()) {
                    return line;
                }
            }
        }
        return "";
    }

    private static String generator(Node channel) {
        String named = channel.element("generator").map(Texts::plain).orElse("");
        return named.isEmpty()
                ? channel.element("admin:generatoragent")
                        .map(agent -> Texts.plain(agent.attribute("rdf:resource")))
                        .orElse("")
                : named;
    }

    private static String language(Node root, Node channel) {
        return Stream.of(
                        channel.elements("language").map(Texts::plain),
                        channel.elements("dc:language").map(Texts::plain),
                        Stream.of(channel.attribute("xml:lang"), root.attribute("xml:lang")))
                .flatMap(languages -> languages)
                .map(language -> language.strip().replace('_', '-'))
                .filter(language -> language.matches("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}"))
                .findFirst()
                .orElse("");
    }

    private static String icon(Node root, Node channel) {
        return Stream.of(
                        addresses(channel.elements("icon")),
                        addresses(channel.elements("logo")),
                        addresses(images(root, channel).flatMap(image -> image.elements("url"))),
                        images(root, channel).map(image -> Links.web(image, "rdf:resource")),
                        Stream.of(Media.image(channel)))
                .flatMap(urls -> urls)
                .filter(url -> !url.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static Stream<Node> images(Node root, Node channel) {
        return Stream.concat(channel.elements("image"), root.elements("image"));
    }

    private static Stream<String> addresses(Stream<Node> nodes) {
        return nodes.map(node -> Addresses.web(node.text(), node.base()));
    }
}
