package dev.warren.feeds.output;

import dev.warren.feeds.item.Item;
import dev.warren.feeds.parse.ParsedItem.Enclosure;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;

/**
 * Atom.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4287">RFC 4287</a>
 */
final class AtomFormat implements OutputFormat {

    private final Xml xml;
    private Instant updated = Instant.EPOCH;

    AtomFormat(Head head, OutputStream out) throws IOException {
        xml = new Xml(out);
        xml.open("feed", "xmlns", "http://www.w3.org/2005/Atom");
        xml.text("title", head.title());
        xml.text("id", head.self());
        xml.open("link", "rel", "self", "href", head.self()).close();
        xml.open("link", "rel", "alternate", "href", head.home()).close();
    }

    @Override
    public void item(Item item) throws IOException {
        updated = updated.isBefore(item.changed()) ? item.changed() : updated;
        xml.open("entry");
        xml.text("title", item.title());
        xml.text("id", OutputFormat.id(item));
        xml.open("link", "rel", "alternate", "href", item.url()).close();
        xml.text("published", item.published().toString());
        xml.text("updated", item.changed().toString());
        xml.open("author").text("name", item.author()).close();
        for (String category : item.categories()) {
            xml.open("category", "term", category).close();
        }
        for (Enclosure file : item.enclosures()) {
            xml.open(
                            "link",
                            "rel",
                            "enclosure",
                            "href",
                            file.url(),
                            "type",
                            file.type(),
                            "length",
                            OutputFormat.length(file))
                    .close();
        }
        xml.text("content", OutputFormat.text(item), "type", "html");
        xml.close();
    }

    @Override
    public void close() throws IOException {
        xml.text("updated", updated.toString());
        xml.end();
    }
}
