package dev.warren.feeds.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonFeedsTest {

    @Test
    void readsAFeed() {
        ParsedFeed feed =
                Parsers.feed(
                        """
                        {"version": "https://jsonfeed.org/version/1.1", "title": "T & T",
                         "home_page_url": "/", "feed_url": "/feed.json", "language": "en",
                         "authors": [{"name": "Ann"}], "hubs": [{"type": "WebSub", "url": "https://h.org/"}],
                         "items": [
                          {"id": 1, "url": "/1", "title": "One", "content_html": "<p onclick=x>hi</p>",
                           "date_published": "2024-02-01T10:00:00+01:00", "tags": ["a", 2],
                           "attachments": [{"url": "/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 7}]},
                          {"id": "2", "content_text": "a < b\\nc", "author": {"name": "Bob"}}]}
                        """);

        assertThat(feed.kind()).isEqualTo("json feed 1.1");
        assertThat(feed.title()).isEqualTo("T & T");
        assertThat(feed.siteUrl()).isEqualTo("https://example.org/");
        assertThat(feed.links().hubs()).containsExactly("https://h.org/");
        ParsedItem first = feed.items().getFirst();
        assertThat(first.guid()).isEqualTo("1");
        assertThat(first.url()).isEqualTo("https://example.org/1");
        assertThat(first.content()).isEqualTo("<p>hi</p>");
        assertThat(first.author()).isEqualTo("Ann");
        assertThat(first.published()).contains(Instant.parse("2024-02-01T09:00:00Z"));
        assertThat(first.extras().enclosures())
                .containsExactly(
                        new ParsedItem.Enclosure("https://example.org/a.mp3", "audio/mpeg", 7));
        assertThat(feed.items().get(1).content()).isEqualTo("a &lt; b<br>c");
        assertThat(feed.items().get(1).author()).isEqualTo("Bob");
    }

    @Test
    void keepsWhatCameBeforeTheEndOfABrokenOne() {
        ParsedFeed feed = Parsers.feed("{\"items\": [{\"id\": \"1\"}, {\"id\": \"2\"}, {\"id\": ");

        assertThat(feed.items()).extracting(ParsedItem::guid).isEqualTo(List.of("1", "2"));
    }

    @Test
    void isNotImpressedByDepthOrNumbers() {
        String deep = "[".repeat(100_000);

        ParsedFeed feed =
                Parsers.feed(
                        "{\"version\": \"https://jsonfeed.org/version/1\", \"title\": 1e400,"
                                + " \"items\": [{\"id\": 1e400, \"x\": "
                                + deep);

        assertThat(feed.title()).isEqualTo("1e400");
        assertThat(feed.items()).isEmpty();
    }
}
