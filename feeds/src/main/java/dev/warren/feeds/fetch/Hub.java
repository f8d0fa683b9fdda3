package dev.warren.feeds.fetch;

import dev.warren.feeds.parse.ParsedFeed;
import dev.warren.feeds.source.BadAddressException;
import dev.warren.feeds.source.FeedAddress;
import java.util.Optional;

/**
 * Where news of a feed can be ordered, by its headers or its document, in that order; empty where
 * they cannot.
 *
 * @param topic under which address
 * @see <a href="https://www.w3.org/TR/websub/#discovery">WebSub §4</a>
 */
record Hub(String url, String topic) {

    static final Hub NONE = new Hub("", "");

    static Hub of(ParsedFeed feed, Page page) {
        Optional<String> hub = link(page, "hub").or(() -> feed.links().hubs().stream().findFirst());
        String self =
                link(page, "self")
                        .orElse(
                                feed.links().self().isEmpty()
                                        ? page.uri().toString()
                                        : feed.links().self());
        return hub.filter(Hub::isAddress)
                .filter(_ -> isAddress(self))
                .map(url -> new Hub(url, self))
                .orElse(NONE);
    }

    private static Optional<String> link(Page page, String relation) {
        return Caching.link(page.headers("Link"), relation);
    }

    private static boolean isAddress(String text) {
        try {
            return text.startsWith("http") && FeedAddress.parse(text).login().isEmpty();
        } catch (BadAddressException bad) {
            return false;
        }
    }
}
