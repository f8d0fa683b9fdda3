package dev.warren.feeds.discover;

import dev.warren.feeds.discover.Discovered.Found;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sites that have feeds and do not say so on their pages, or not all of them. */
final class KnownSites {

    private static final String YOUTUBE = "https://www.youtube.com/feeds/videos.xml?";

    private record Site(Pattern pattern, Function<MatchResult, List<Found>> feeds) {}

    private static final List<Site> SITES =
            List.of(
                    site(
                            "(?:www\\.|m\\.)?youtube\\.com/channel/UC([\\w-]{22}).*",
                            match -> channel(match.group(1))),
                    site(
                            "(?:www\\.|m\\.)?youtube\\.com/playlist\\?(?:.*&)?list=([\\w-]+).*",
                            match ->
                                    List.of(
                                            new Found(
                                                    YOUTUBE + "playlist_id=" + match.group(1),
                                                    ""))),
                    site(
                            "github\\.com/([\\w.-]+)/([\\w.-]+)/?",
                            match -> repository(match.group(1), match.group(2))),
                    site(
                            "github\\.com/([\\w.-]+)/([\\w.-]+)/(releases|tags|commits)/?",
                            match ->
                                    List.of(
                                            github(
                                                    match.group(1) + "/" + match.group(2),
                                                    match.group(3)))),
                    site(
                            "github\\.com/([\\w.-]+)/?",
                            match ->
                                    List.of(
                                            new Found(
                                                    "https://github.com/"
                                                            + match.group(1)
                                                            + ".atom",
                                                    match.group(1) + " on GitHub"))),
                    site(
                            "(?:www\\.|old\\.)?reddit\\.com/(r|user)/([\\w-]+)/?",
                            match ->
                                    List.of(
                                            new Found(
                                                    "https://www.reddit.com/%s/%s/.rss"
                                                            .formatted(
                                                                    match.group(1), match.group(2)),
                                                    ""))));

    /** A handle's page names the channel that it is. */
    private static final Pattern CHANNEL =
            Pattern.compile("channel_id=UC([\\w-]{22})|\"externalId\":\"UC([\\w-]{22})\"");

    private KnownSites() {}

    private static Site site(String pattern, Function<MatchResult, List<Found>> feeds) {
        return new Site(Pattern.compile(pattern), feeds);
    }

    /** What is known without asking. */
    static List<Found> of(URI url) {
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String place = url.getHost() + url.getRawPath() + query;
        for (Site site : SITES) {
            Matcher matcher = site.pattern.matcher(place);
            if (matcher.matches()) {
                return site.feeds.apply(matcher);
            }
        }
        return List.of();
    }

    /** What a page of YouTube says in its script. */
    static List<Found> ofYouTube(URI url, String page) {
        Matcher channel = CHANNEL.matcher(page);
        return ("." + url.getHost()).endsWith(".youtube.com") && channel.find()
                ? channel(channel.group(1) == null ? channel.group(2) : channel.group(1))
                : List.of();
    }

    /** A channel's lists of uploads have its own id with another beginning. */
    private static List<Found> channel(String id) {
        return List.of(
                new Found(YOUTUBE + "channel_id=UC" + id, "All videos"),
                new Found(YOUTUBE + "playlist_id=UULF" + id, "Videos"),
                new Found(YOUTUBE + "playlist_id=UUSH" + id, "Shorts"),
                new Found(YOUTUBE + "playlist_id=UULV" + id, "Live streams"));
    }

    private static List<Found> repository(String owner, String name) {
        String repository = owner + "/" + name;
        return List.of(
                github(repository, "releases"),
                github(repository, "tags"),
                github(repository, "commits"));
    }

    private static Found github(String repository, String kind) {
        return new Found(
                "https://github.com/%s/%s.atom".formatted(repository, kind),
                repository + " " + kind);
    }
}
