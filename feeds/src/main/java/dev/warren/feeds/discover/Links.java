package dev.warren.feeds.discover;

import dev.warren.feeds.discover.Discovered.Found;
import dev.warren.feeds.source.BadAddressException;
import dev.warren.feeds.source.FeedAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** The feeds that a page names in its head. */
final class Links {

    private static final Set<String> TYPES =
            Set.of(
                    "application/rss+xml",
                    "application/atom+xml",
                    "application/feed+json",
                    "application/json",
                    "application/rdf+xml",
                    "text/xml",
                    "application/xml");

    private static final int MOST = 50;

    private Links() {}

    /**
     * Those of the beginning of a page.
     *
     * @param charset as its headers say, null to look into it
     */
    static List<Found> in(byte[] page, int length, @Nullable String charset, URI url)
            throws IOException {
        Document document =
                Jsoup.parse(new ByteArrayInputStream(page, 0, length), charset, url.toString());
        Map<String, Found> feeds = new LinkedHashMap<>();
        for (Element link : document.select("link[href]")) {
            if (isFeed(link) && feeds.size() < MOST) {
                add(feeds, link);
            }
        }
        return List.copyOf(feeds.values());
    }

    private static boolean isFeed(Element link) {
        Set<String> relations =
                Set.of(link.attr("rel").toLowerCase(Locale.ROOT).strip().split("\\s+"));
        String type = link.attr("type").toLowerCase(Locale.ROOT).replaceAll(";.*", "").strip();
        // an alternate without a type is mostly another language
        return relations.contains("feed")
                || relations.contains("alternate") && TYPES.contains(type);
    }

    private static void add(Map<String, Found> feeds, Element link) {
        try {
            String url = FeedAddress.parse(link.absUrl("href")).url().toString();
            // the interfaces of content managers, which are no feeds
            if (!url.contains("/wp-json/") && !url.contains("oembed")) {
                feeds.putIfAbsent(url, new Found(url, link.attr("title").strip()));
            }
        } catch (BadAddressException bad) {
            // a page may link to anything
        }
    }
}
