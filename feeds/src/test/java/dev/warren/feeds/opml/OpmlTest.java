package dev.warren.feeds.opml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;

class OpmlTest {

    private final List<Outline> told = new ArrayList<>();

    @Test
    void readsFeedsWithTheFoldersAroundThem() throws IOException {
        OpmlReader.Outcome outcome =
                read(
                        """
                        <?xml version="1.0"?><opml version="1.0"><head><title>x</title></head><body>
                        <outline text="Tech"><outline text="Java"><outline type="rss" text="A"
                          xmlUrl="https://a.example/feed" htmlUrl="https://a.example/"/></outline></outline>
                        <outline title="B" xmlurl="https://b.example/?a=1&amp;b=2"/>
                        <outline text="C" xmlUrl="https://c.example/" category="/News/World,/Other"/>
                        </body></opml>
                        """);

        assertThat(outcome).isEqualTo(OpmlReader.Outcome.WHOLE);
        assertThat(told)
                .containsExactly(
                        new Outline(
                                "A", "https://a.example/feed", "https://a.example/", "Tech/Java"),
                        new Outline("B", "https://b.example/?a=1&b=2", "", ""),
                        new Outline("C", "https://c.example/", "", "News/World"));
    }

    @Test
    void readsWhatOtherReadersWriteWrongly() throws IOException {
        read(
                "<opml><body><outline text=\"R&D &nbsp;news\" xmlUrl=\"https://a.example/?x=1&y=2\">"
                        + "</outline></body>");

        assertThat(told)
                .singleElement()
                .satisfies(feed -> {
                    assertThat(feed.title()).startsWith("R&D").endsWith("news");
                    assertThat(feed.feed()).isEqualTo("https://a.example/?x=1&y=2");
                });
    }

    @Test
    void tellsWhatIsNoList() throws IOException {
        assertThat(read("<html><body>no</body></html>")).isEqualTo(OpmlReader.Outcome.NO_LIST);
        assertThat(read("{}")).isEqualTo(OpmlReader.Outcome.NO_LIST);
        assertThat(read("<rss><channel/></rss>")).isEqualTo(OpmlReader.Outcome.NO_LIST);
    }

    @Test
    void stopsAtTheBoundOfALongList() throws IOException {
        String million =
                "<opml><body>"
                        + "<outline xmlUrl=\"https://a.example/\"/>".repeat(OpmlReader.MOST + 1000);
        AtomicInteger count = new AtomicInteger();

        OpmlReader.Outcome outcome =
                OpmlReader.read(new StringReader(million), feed -> count.incrementAndGet());

        assertThat(outcome).isEqualTo(OpmlReader.Outcome.TOO_LONG);
        assertThat(count).hasValue(OpmlReader.MOST);
    }

    @Test
    void bearsDeepNestsAndEntityBombs() throws IOException {
        String bomb =
                "<!DOCTYPE opml [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">"
                        + "<!ENTITY x SYSTEM \"file:///etc/passwd\">]><opml><body>"
                        + "<outline text=\"&b;&x;\" xmlUrl=\"https://a.example/\"/></body></opml>";
        String nest = "<opml><body>" + "<outline text=\"x\">".repeat(100_000);

        read(bomb);

        assertThat(told)
                .singleElement()
                .satisfies(feed -> assertThat(feed.title()).doesNotContain("aaa", "root"));
        assertThat(read(nest)).isEqualTo(OpmlReader.Outcome.WHOLE);
    }

    @Test
    void writesWhatItReads() throws IOException, XMLStreamException {
        List<Outline> feeds =
                List.of(
                        new Outline(
                                "Ünï <&>\"",
                                "https://a.example/?a=1&b=2",
                                "https://a.example/",
                                ""),
                        new Outline("B", "https://b.example/", "", "Tech"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        OpmlWriter.write("mine\u0000", feeds, out);

        read(out.toString(UTF_8));
        assertThat(told).isEqualTo(feeds);
    }

    private OpmlReader.Outcome read(String document) throws IOException {
        told.clear();
        return OpmlReader.read(new StringReader(document), told::add);
    }
}
