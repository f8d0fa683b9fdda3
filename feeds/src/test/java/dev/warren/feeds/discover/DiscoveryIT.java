package dev.warren.feeds.discover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.feeds.clean.WebHtml;
import dev.warren.feeds.discover.Discovered.Found;
import dev.warren.feeds.fetch.TestWeb;
import dev.warren.feeds.it.FeedServer;
import dev.warren.feeds.it.ForbiddenAddresses;
import dev.warren.feeds.parse.FeedParser;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

/** From the addresses of sites to their feeds. */
class DiscoveryIT {

    private static final DataSize MOST = DataSize.ofMegabytes(1);

    private static TestWeb test;
    private static Discovery discovery;

    private FeedServer site;

    @BeforeAll
    static void open() {
        test = new TestWeb();
        discovery =
                new Discovery(
                        test.web(),
                        new FeedParser(test.budget(), MOST, InstantSource.system(), new WebHtml()),
                        test.budget(),
                        MOST);
    }

    @AfterAll
    static void close() throws Exception {
        test.close();
    }

    @BeforeEach
    void start() {
        site = FeedServer.start();
    }

    @AfterEach
    void stop() {
        site.close();
        assertThat(test.budget().used()).isZero();
    }

    private static List<String> found(String url) {
        return discovery.find(url) instanceof Discovered.Feeds feeds
                ? feeds.feeds().stream().map(Found::url).toList()
                : List.of();
    }

    private static String reason(String url) {
        return discovery.find(url) instanceof Discovered.None none ? none.reason() : "";
    }

    @Test
    void takesAFeedForWhatItIs() {
        site.on("/rss", "text/plain", FeedServer.rss("One"));

        assertThat(discovery.find(site.url("/rss")))
                .isEqualTo(new Discovered.Feeds(List.of(new Found(site.url("/rss"), "Some feed"))));
    }

    @Test
    void findsWhatAPageNames() {
        site.on(
                "/blog/",
                "text/html",
                """
                <!doctype html><head><title>A blog</title><base href="/base/">
                <link rel="stylesheet" href="style.css">
                <link rel="alternate" hreflang="de" href="/de/">
                <link rel="ALTERNATE" type="application/atom+xml; charset=utf-8" title="Posts" href="atom">
                <link rel="alternate" type="application/rss+xml" title="Comments" href="//127.77.0.9/comments">
                <link rel="alternate" type="application/feed+json" href="/feed.json">
                <link rel="alternate" type="application/json+oembed" href="/oembed?x">
                <link rel="feed" href="javascript:alert(1)">
                </head><body>Hello</body>
                """);

        assertThat(found(site.url("/blog/")))
                .containsExactly(
                        site.url("/base/atom"),
                        "http://127.77.0.9/comments",
                        site.url("/feed.json"));
    }

    @Test
    void triesThePlacesWhereFeedsAre() {
        site.on("/about", "text/html", "<!doctype html><html><body>No links here</body></html>")
                .on("/feed", "text/html", "<!doctype html><html><body>Not here</body></html>")
                .on("/atom.xml", "application/xml", FeedServer.rss("One"));

        assertThat(found(site.url("/about"))).containsExactly(site.url("/atom.xml"));
        assertThat(site.asked().size()).isLessThan(8);
    }

    @Test
    void saysWhenThereIsNone() {
        site.on("/", "text/html", "<!doctype html><html><body>Nothing</body></html>");

        assertThat(reason(site.url("/"))).contains("names no feed");
        assertThat(reason("http://127.77.0.1:1025/")).contains("nothing answers");
        assertThat(reason("ftp://example.org/")).contains("scheme");
    }

    @Test
    void usesALogInForItsOwnSiteOnly() {
        site.on(
                "/",
                "text/html",
                """
                <!doctype html><title>A site</title>
                <link rel="alternate" type="application/rss+xml" href="/rss">
                <link rel="alternate" type="application/rss+xml" href="http://127.77.0.9/rss">
                """);

        assertThat(found(site.url("/").replace("://", "://al%20ice:p%40ss@")))
                .containsExactly(
                        site.url("/rss").replace("://", "://al%20ice:p%40ss@"),
                        "http://127.77.0.9/rss");
        assertThat(site.asked("/").getFirst().headers().getFirst("Authorization"))
                .isEqualTo("Basic YWwgaWNlOnBAc3M=");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "https://github.com/a/b https://github.com/a/b/releases.atom",
                "https://github.com/a/b/commits https://github.com/a/b/commits.atom",
                "https://github.com/a https://github.com/a.atom",
                "https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv https://www.youtube.com/feeds/videos.xml?channel_id=UCabcdefghijklmnopqrstuv",
                "https://www.youtube.com/playlist?list=PL123 https://www.youtube.com/feeds/videos.xml?playlist_id=PL123",
                "old.reddit.com/r/java https://www.reddit.com/r/java/.rss"
            })
    void knowsSomeSites(String site, String feed) {
        assertThat(found(site).getFirst()).isEqualTo(feed);
    }

    @Test
    void findsTheChannelOfAHandle() {
        assertThat(
                        KnownSites.ofYouTube(
                                URI.create("https://www.youtube.com/@handle"),
                                "…\"externalId\":\"UCabcdefghijklmnopqrstuv\"…"))
                .extracting(Found::url)
                .contains(
                        "https://www.youtube.com/feeds/videos.xml?playlist_id=UULFabcdefghijklmnopqrstuv");
    }

    @Test
    void asksNoForbiddenAddress() {
        try (FeedServer canary = FeedServer.start("0.0.0.0")) {
            ForbiddenAddresses.all(canary.port()).forEach(url -> assertThat(found(url)).isEmpty());

            assertThat(canary.asked()).isEmpty();
        }
    }
}
