package dev.warren.feeds.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.feeds.parse.ParsedItem.Category;
import dev.warren.feeds.parse.ParsedItem.Enclosure;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the extensions of RSS and Atom say. */
class ItemReaderTest {

    @Test
    void readsPodcasts() {
        ParsedFeed feed =
                rss(
                        "<item><title>One</title><itunes:author>Ann</itunes:author><itunes:image"
                                + " href='http://a.org/i.jpg'/><itunes:summary>About"
                                + " it</itunes:summary><enclosure url='http://a.org/1.mp3'"
                                + " type='audio/mpeg' length='1,234'/></item>");

        ParsedItem item = feed.items().getFirst();
        assertThat(item.author()).isEqualTo("Ann");
        assertThat(item.summary()).isEqualTo("About it");
        assertThat(item.extras().imageUrl()).isEqualTo("http://a.org/i.jpg");
        assertThat(item.extras().enclosures())
                .containsExactly(new Enclosure("http://a.org/1.mp3", "audio/mpeg", 1234));
    }

    @Test
    void readsVideosOfMediaGroups() {
        ParsedItem item =
                Parsers.feed(
                                "<feed"
                                        + " xmlns='http://www.w3.org/2005/Atom'><entry><title>V</title><media:group"
                                        + " xmlns:media='http://search.yahoo.com/mrss/'>"
                                        + "<media:title>Other</media:title><media:content"
                                        + " url='http://v.org/v.mp4' type='video/mp4'"
                                        + " fileSize='9'/><media:thumbnail"
                                        + " url='http://v.org/t.jpg'/><media:description>Long"
                                        + " text</media:description></media:group></entry></feed>")
                        .items()
                        .getFirst();

        assertThat(item.title()).isEqualTo("V");
        assertThat(item.summary()).isEqualTo("Long text");
        assertThat(item.extras().imageUrl()).isEqualTo("http://v.org/t.jpg");
        assertThat(item.extras().enclosures())
                .containsExactly(new Enclosure("http://v.org/v.mp4", "video/mp4", 9));
    }

    @Test
    void prefersTheAddressBeforeACounterTookItsPlace() {
        ParsedFeed feed =
                rss(
                        "<item><link>http://feedproxy.example/1</link>"
                                + "<feedburner:origLink>http://a.org/1</feedburner:origLink></item>");

        assertThat(feed.items().getFirst().url()).isEqualTo("http://a.org/1");
    }

    @Test
    void takesAGuidForTheAddressWhereThereIsNone() {
        ParsedItem item = rss("<item><guid>http://a.org/1</guid></item>").items().getFirst();

        assertThat(item.url()).isEqualTo("http://a.org/1");
        assertThat(item.extras().guidIsUrl()).isTrue();
    }

    @Test
    void tellsWhoWroteIt() {
        ParsedFeed feed =
                rss(
                        "<managingEditor>ed@a.org (Ed)</managingEditor><item><author>ann@a.org"
                                + " (Ann)</author></item>"
                                + "<item><dc:creator>Bob</dc:creator><dc:creator>Cy</dc:creator></item>"
                                + "<item/>");

        assertThat(feed.items())
                .extracting(ParsedItem::author)
                .containsExactly("Ann (ann@a.org)", "Bob, Cy", "Ed (ed@a.org)");
    }

    @Test
    void keepsTermsAndLabelsOfCategories() {
        ParsedItem item =
                Parsers.feed(
                                "<feed xmlns='http://www.w3.org/2005/Atom'><entry><category"
                                        + " term='t' label='A label' scheme='s'/></entry></feed>")
                        .items()
                        .getFirst();

        assertThat(item.extras().tags()).containsExactly(new Category("t", "A label", "s"));
        assertThat(item.extras().categories()).containsExactly("A label");
    }

    @Test
    void readsThePace() {
        ParsedFeed feed =
                rss(
                        "<ttl>90</ttl><skipHours><hour>noon</hour><hour>3</hour><hour>24</hour>"
                                + "</skipHours><skipDays><day>Sunday</day><day>never</day></skipDays>");

        assertThat(feed.pace().timeToLive()).contains(Duration.ofMinutes(90));
        assertThat(feed.pace().skipHours()).containsExactlyInAnyOrder(0, 3);
        assertThat(feed.pace().skipDays()).containsExactly(DayOfWeek.SUNDAY);
    }

    @Test
    void findsItselfAndItsHubs() {
        ParsedFeed feed =
                rss(
                        "<link>http://a.org/</link><atom:link"
                                + " xmlns:atom='http://www.w3.org/2005/Atom' rel='self'"
                                + " href='/f'/><atom:link xmlns:atom='http://www.w3.org/2005/Atom'"
                                + " rel='hub' href='http://h.org/'/>");

        assertThat(feed.siteUrl()).isEqualTo("http://a.org/");
        assertThat(feed.links())
                .isEqualTo(new ParsedFeed.Links("https://example.org/f", List.of("http://h.org/")));
    }

    private static ParsedFeed rss(String channel) {
        return Parsers.feed("<rss version='2.0'><channel>" + channel + "</channel></rss>");
    }
}
