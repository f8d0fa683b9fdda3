package dev.warren.feeds.parse;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An item of a feed: texts are plain, HTML is sanitised for the web, addresses are absolute {@code
 * http} or {@code https} ones or empty.
 *
 * @param guid as it is written, empty where there is none
 * @param author {@code name}, {@code address} or {@code name (address)}, the feed's where the item
 *     has none
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

    /** When it was published, or else last changed. */
    public Optional<Instant> date() {
        return published.or(() -> updated);
    }

    /** The whole text, or else the summary: HTML. */
    public String text() {
        return content.isEmpty() ? summary : content;
    }

    /** This one, with the feed's author where it has none. */
    ParsedItem withAuthor(String feedAuthor) {
        return feedAuthor.isEmpty() || !author.isEmpty()
                ? this
                : new ParsedItem(
                        guid, url, title, feedAuthor, summary, content, published, updated, extras);
    }

    /**
     * What not every item has.
     *
     * @param commentsUrl the page of its discussion
     * @param imageUrl the picture that stands for it
     * @param guidIsUrl whether the only address that the item has is its guid
     * @param contentType how the publisher wrote the content: {@code text/plain}, {@code
     *     text/html}, {@code application/xhtml+xml} or what else is said of it; empty where there
     *     is none
     */
    public record Extras(
            String commentsUrl,
            List<Category> tags,
            List<Enclosure> enclosures,
            String imageUrl,
            boolean guidIsUrl,
            String contentType) {

        public Extras {
            tags = List.copyOf(tags);
            enclosures = List.copyOf(enclosures);
        }

        /** Extras of an item without a picture. */
        public static Extras of(
                String commentsUrl, List<String> categories, List<Enclosure> enclosures) {
            List<Category> tags =
                    categories.stream().map(term -> new Category(term, "", "")).toList();
            return new Extras(commentsUrl, tags, enclosures, "", false, "");
        }

        /** What it is filed under, as people call it. */
        public List<String> categories() {
            return tags.stream().map(Category::name).distinct().toList();
        }
    }

    /**
     * What an item is filed under.
     *
     * @param term as programs call it
     * @param label as people call it, empty where that is the same
     * @param scheme what the term is one of, mostly an address, mostly empty
     */
    public record Category(String term, String label, String scheme) {

        /** As people call it. */
        public String name() {
            return label.isEmpty() ? term : label;
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
