package dev.warren.feeds.output;

import dev.warren.feeds.item.Item;
import dev.warren.feeds.parse.ParsedItem.Enclosure;
import java.io.IOException;
import java.io.OutputStream;

/** Writes a feed, entry by entry. Used by one thread. */
interface OutputFormat extends AutoCloseable {

    void item(Item item) throws IOException;

    @Override
    void close() throws IOException;

    /** What a feed says of itself. */
    record Head(String title, String self, String home) {}

    /** The kinds of feeds, by the end of their address. */
    enum Kind {
        ATOM("application/atom+xml;charset=utf-8"),
        RSS("application/rss+xml;charset=utf-8"),
        JSON("application/feed+json;charset=utf-8");

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        String type() {
            return type;
        }

        OutputFormat begin(Head head, OutputStream out) throws IOException {
            return switch (this) {
                case ATOM -> new AtomFormat(head, out);
                case RSS -> new RssFormat(head, out);
                case JSON -> new JsonFormat(head, out);
            };
        }
    }

    static String text(Item item) {
        return item.content().isEmpty() ? item.summary() : item.content();
    }

    /** A name that stays the same wherever the item is shown. */
    static String id(Item item) {
        return "tag:warren,2026:item/" + item.id();
    }

    static String length(Enclosure enclosure) {
        return String.valueOf(enclosure.length());
    }
}
