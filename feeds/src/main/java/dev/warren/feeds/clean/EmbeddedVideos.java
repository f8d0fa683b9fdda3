package dev.warren.feeds.clean;

import java.net.URI;
import java.util.Set;
import org.jsoup.nodes.Element;

/** Players of the few video hosts whose frames are let into pages. */
final class EmbeddedVideos {

    /** What a player needs to play, and to open its own page when asked to. */
    static final String SANDBOX = "allow-scripts allow-same-origin allow-popups allow-presentation";

    private static final Set<String> HOSTS =
            Set.of(
                    "www.youtube.com",
                    "youtube.com",
                    "www.youtube-nocookie.com",
                    "youtube-nocookie.com",
                    "player.vimeo.com",
                    "www.dailymotion.com",
                    "player.twitch.tv",
                    "www.arte.tv",
                    "media.ccc.de",
                    "archive.org",
                    "embed.ted.com",
                    "open.spotify.com",
                    "w.soundcloud.com",
                    "bandcamp.com");

    private EmbeddedVideos() {}

    /** Keeps a frame if it is a player, and makes a link of any other that leads somewhere. */
    static void judge(Element frame, URI base) {
        String url = Addresses.web(frame.attr("src"), base);
        if (url.isEmpty()) {
            frame.remove();
            return;
        }
        if (!isPlayer(url)) {
            Element link = new Element("a").attr("href", url).text(Addresses.host(url));
            frame.replaceWith(link.attr("referrerpolicy", "no-referrer"));
            return;
        }
        String width = frame.attr("width");
        String height = frame.attr("height");
        frame.clearAttributes()
                .attr("src", https(url))
                .attr("width", width)
                .attr("height", height)
                .attr("sandbox", SANDBOX)
                .attr("loading", "lazy")
                // players refuse to play for pages that do not say where they are
                .attr("referrerpolicy", "strict-origin-when-cross-origin")
                .attr("allowfullscreen", "allowfullscreen")
                .empty();
    }

    private static boolean isPlayer(String url) {
        return HOSTS.contains(Addresses.host(url));
    }

    private static String https(String url) {
        return url.startsWith("http:") ? "https:" + url.substring(5) : url;
    }
}
