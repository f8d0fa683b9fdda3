package dev.warren.feeds.discover;

import java.util.List;

/** What was found at an address that somebody wrote. */
public sealed interface Discovered {

    /** Feeds, the site's own choice first; at least one. */
    record Feeds(List<Found> feeds) implements Discovered {
        public Feeds {
            feeds = List.copyOf(feeds);
        }
    }

    /**
     * None.
     *
     * @param reason a sentence for whoever wrote it
     */
    record None(String reason) implements Discovered {}

    /**
     * A feed.
     *
     * @param url to be followed; with the user and password that were written, where they are for
     *     it
     * @param title as its page or itself calls it; may be empty
     */
    record Found(String url, String title) {}
}
