package dev.warren.feeds.output;

import dev.warren.feeds.item.Item;
import dev.warren.feeds.parse.ParsedItem.Enclosure;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * RSS 2.0.
 *
 * @see <a href="https://www.rssboard.org/rss-specification">RSS 2.0</a>
 */
final class RssFormat implements OutputFormat {

    private final Xml xml;

    RssFormat(Head head, OutputStream out) throws IOException {
        xml = new Xml(out);
        xml.open("rss", "version", "2.0", "xmlns:dc", "http://purl.org/dc/elements/1.1/");
        xml.open("channel");
        xml.text("title", head.title());
        xml.text("link", head.home());
        xml.text("description", head.title());
    }

    @Override
    public void item(Item item) throws IOException {
        xml.open("item");
        xml.text("title", item.title());
        xml.text("link", item.url());
        xml.text("guid", OutputFormat.id(item), "isPermaLink", "false");
        xml.text("pubDate", date(item.published()));
        if (!item.author().isEmpty()) {
            xml.text("dc:creator", item.author());
        }
        for (String category : item.categories()) {
            xml.text("category", category);
        }
        for (Enclosure file : item.enclosures()) {
            xml.open(
                            "enclosure",
                            "url",
                            file.url(),
                            "length",
                            OutputFormat.length(file),
                            "type",
                            file.type())
                    .close();
        }
        if (!item.commentsUrl().isEmpty()) {
            xml.text("comments", item.commentsUrl());
        }
        xml.text("description", OutputFormat.text(item));
        xml.close();
    }

    private static String date(Instant time) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
    }

    @Override
    public void close() throws IOException {
        xml.end();
    }
}
