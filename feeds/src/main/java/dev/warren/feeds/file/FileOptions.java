package dev.warren.feeds.file;

import java.util.List;

/**
 * How a file's mails look.
 *
 * @param mode one mail for all news, or one for each item
 * @param content whether mails have the items' text, or links alone
 * @param fullText whether the pages behind items are read for their whole text; never without
 *     {@code content}
 * @param maxItems the most items of one mail, or the most mails of one run
 * @param title the name of its digest; empty for the file's name
 * @param images what becomes of pictures
 * @param filters all of them have to let an item through
 */
public record FileOptions(
        Mode mode,
        boolean content,
        boolean fullText,
        int maxItems,
        String title,
        Images images,
        List<FileFilter> filters) {

    /** One mail for all, or one for each. */
    public enum Mode {
        DIGEST,
        ITEMS
    }

    /** What becomes of pictures in mails. */
    public enum Images {
        /** Fetched by the mail program. */
        REMOTE,
        /** Part of the mail. */
        INLINE,
        /** Left out. */
        NONE
    }

    static final int MOST_ITEMS = 500;

    /** As files have it that say nothing. */
    public static final FileOptions DEFAULT =
            new FileOptions(Mode.DIGEST, true, false, 100, "", Images.REMOTE, List.of());

    public FileOptions {
        filters = List.copyOf(filters);
        fullText = fullText && content;
    }
}
