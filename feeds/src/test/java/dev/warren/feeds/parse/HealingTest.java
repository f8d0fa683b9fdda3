package dev.warren.feeds.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that are not what they should be. */
class HealingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<rss><channel><title>a b</title><item><title>x</title></item></channel></rss>",
                "  \n junk <rss><channel><title>a b</title><item><title>x</title></item>",
                "\uFEFF\uFEFF<rss><channel><title>a b</title><item><title>x</item></channel></rss>",
                "<rss><channel><title>a\u0000\u0008 b</title><item><title>x</title>",
                "<RSS><CHANNEL><TITLE>a b</TITLE><ITEM><TITLE>x</TITLE></ITEM></CHANNEL></RSS>",
                "<rss version=2.0><channel><title>a&nbsp;b</title><item><title>x</title></item>",
                "<!DOCTYPE rss [<!ENTITY t 'a'><!ENTITY x SYSTEM"
                        + " 'file:///etc/passwd'>]><rss><channel><title>&t;"
                        + " b</title><item><title>x</title></item></channel>",
                "<rss><channel><media:title>no</media:title><title>a b</title>"
                        + "<item><media:title>y</media:title><title>x</title></item></channel></rss>",
                "<rss><channel><title>a"
                        + " b</title><item><title>x<link>http://a/?b=1&c=2</link></title>"
                        + "</item></channel></rss>",
                "<rss><channel><title>a"
                        + " b</title><item><title>x</title><item></item></channel></rss>",
                "<rss><title>a b</title><item><title>x</title></item></rss>"
            })
    void areReadAllTheSame(String document) {
        ParsedFeed feed = Parsers.feed(document);

        assertThat(feed.title()).isEqualTo("a b");
        assertThat(feed.items().getFirst().title()).startsWith("x");
    }

    @Test
    void nothingOutsideOfADocumentIsReadAndNothingGrows() {
        String laughs =
                "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'><!ENTITY c '&b;&b;&b;'>"
                        + "<!ENTITY % p SYSTEM 'http://127.0.0.1/x.dtd'>%p;"
                        + "<!ENTITY f SYSTEM 'file:///etc/hostname'>]>"
                        + "<rss><channel><title>[&c;][&f;][&a;]</title></channel></rss>";

        assertThat(Parsers.feed(laughs).title()).isEqualTo("[&c;][&f;][ha]");
    }

    @Test
    void keepsAmpersandsOfAddresses() {
        ParsedFeed feed =
                Parsers.feed(
                        "<rss><channel><item><link>http://a.org/?x=1&copy=2&y=&amp;z</link></item>");

        assertThat(feed.items().getFirst().url()).isEqualTo("http://a.org/?x=1&copy=2&y=&z");
    }

    @Test
    void resolvesAddressesByBaseAndOrigin() {
        ParsedFeed feed =
                Parsers.feed(
                        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='/other/'>"
                                + "<entry><link href='a'/><content type='html' xml:base='deep/'>"
                                + "&lt;img src='b.png'&gt;</content></entry></feed>");

        assertThat(feed.items().getFirst().url()).isEqualTo("https://example.org/other/a");
        assertThat(feed.items().getFirst().content())
                .contains("src=\"https://example.org/other/deep/b.png\"");
    }

    @Test
    void tellsWhatADocumentIsWhenItIsNoFeed() {
        assertThat(none("<!DOCTYPE html><html><body>hello</body></html>"))
                .isEqualTo(new Parsed.NotAFeed("it is a web page, not a feed", true));
        assertThat(none("<opml><body/></opml>").reason()).contains("opml");
        assertThat(none("  ").reason()).isEqualTo("it is empty");
        assertThat(none("hello").reason()).isEqualTo("it is neither XML nor JSON");
        assertThat(none("{\"a\": 1}").reason()).isEqualTo("it is JSON, but not a JSON Feed");
        assertThat(none("{\"a\": ").reason()).startsWith("it is broken JSON");
    }

    @Test
    void cleansEveryField() {
        String bad = "&lt;script&gt;alert(1)&lt;/script&gt;&#x202E;&#x200B;ok";
        ParsedFeed feed =
                Parsers.feed(
                        ("<rss version='2.0'><channel><title>B</title><copyright>B</copyright>"
                                        + "<generator>B</generator><category>B</category>"
                                        + "<managingEditor>B</managingEditor><item><title>B</title>"
                                        + "<author>B</author><category domain='B'>B</category>"
                                        + "<enclosure url='http://a.org/x' type='B' length='B'/>"
                                        + "<description>B</description></item></channel></rss>")
                                .replace("B", bad));

        assertThat(FeedJson.of(new Parsed.Feed(feed), "").toString())
                .doesNotContain("<script", "alert", "\u202E")
                .contains("ok");
    }

    private static Parsed.NotAFeed none(String document) {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        return (Parsed.NotAFeed) Parsers.parser().parse(bytes, Parsers.ORIGIN);
    }
}
