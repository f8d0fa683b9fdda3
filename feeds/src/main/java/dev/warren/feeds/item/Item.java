package dev.warren.feeds.item;

import dev.warren.feeds.parse.ParsedItem.Enclosure;
import java.time.Instant;
import java.util.List;

/**
 * An item as it is kept: texts are plain, HTML is sanitised for the web.
 *
 * @param published never in the future
 * @param seen when it was first fetched
 * @param changed when its publisher last changed it, as far as was seen; {@code seen} until then
 */
public record Item(
        long id,
        long source,
        String guid,
        String url,
        String commentsUrl,
        String title,
        String author,
        List<String> categories,
        String summary,
        String content,
        List<Enclosure> enclosures,
        Instant published,
        Instant seen,
        Instant changed) {

    public Item {
        categories = List.copyOf(categories);
        enclosures = List.copyOf(enclosures);
    }

    /** This with another content. */
    public Item withContent(String other) {
        return new Item(
                id,
                source,
                guid,
                url,
                commentsUrl,
                title,
                author,
                categories,
                summary,
                other,
                enclosures,
                published,
                seen,
                changed);
    }
}
