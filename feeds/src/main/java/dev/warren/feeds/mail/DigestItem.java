package dev.warren.feeds.mail;

import java.time.Instant;

/**
 * An item as a mail tells of it.
 *
 * @param feed the title above it
 * @param url where it is; may be empty
 * @param title plain text; may be empty
 * @param summary HTML for the web, cut where it is long
 * @param content HTML for the web, cut where it is long; empty where there is none or none is
 *     wanted
 */
public record DigestItem(
        long id,
        long source,
        String feed,
        String url,
        String title,
        String author,
        Instant published,
        String summary,
        String content) {

    /** What there is to read. */
    public String text() {
        return content.isEmpty() ? summary : content;
    }
}
