package dev.warren.feeds.clean;

import java.util.Optional;

/**
 * Decides what becomes of the images of a mail. Called once for each image, in the text's order.
 */
@FunctionalInterface
public interface MailImages {

    /** Images stay where they are, and mail programs fetch them from there. */
    MailImages REMOTE = Optional::of;

    /** There are no images, only what their alternative texts say. */
    MailImages NONE = url -> Optional.empty();

    /**
     * Where the mail's reader finds an image.
     *
     * @param url its absolute address, {@code http} or {@code https}
     * @return an address of {@code http}, {@code https} or {@code cid}; empty leaves the
     *     alternative text in its place
     */
    Optional<String> source(String url);
}
