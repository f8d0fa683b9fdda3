package dev.warren.feeds.parse;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An item of a feed: texts are plain, HTML is sanitised for the web, addresses are absolute {@code
 * http} or {@code https} ones or empty.
 *
 * @param guid as it is written, empty where there is none
 * @param summary HTML, empty where there is none or where it is the content
 * @param content HTML, the whole text where the feed has it
 * @param published between 1990 and tomorrow, or none
 */
public record ParsedItem(
        String guid,
        String url,
        String title,
        String author,
        String summary,
        String content,
        Optional<Instant> published,
        Optional<Instant> updated,
        Extras extras) {

    /**
     * What not every item has.
     *
     * @param commentsUrl the page of its discussion
     */
    public record Extras(String commentsUrl, List<String> categories, List<Enclosure> enclosures) {
        public Extras {
            categories = List.copyOf(categories);
            enclosures = List.copyOf(enclosures);
        }
    }

    /**
     * A file that comes with an item.
     *
     * @param type its media type, empty where the feed does not say
     * @param length in bytes, 0 where the feed does not say
     */
    public record Enclosure(String url, String type, long length) {}
}
