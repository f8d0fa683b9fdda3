package dev.warren.tunnels.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class AtomTest {

    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

    private final Atom atom = new Atom("https://example.org/tunnels/events.atom", () -> NOON);

    private static TunnelEvent event(Instant at, String what, String reason) {
        return new TunnelEvent(at, what, "http", "web.example.org", "alice", reason);
    }

    private static Document parse(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)));
    }

    private static String text(Document feed, String element, int index) {
        return feed.getElementsByTagName(element).item(index).getTextContent();
    }

    @Test
    void writesWhatHappenedAndWhy() throws Exception {
        Document feed =
                parse(
                        atom.feed(
                                "alice",
                                List.of(
                                        event(NOON, "refused", "taken by <bob> & others"),
                                        event(NOON.minusSeconds(60), "up", ""))));

        assertThat(text(feed, "updated", 0)).isEqualTo("2026-05-01T12:00:00Z");
        assertThat(text(feed, "title", 0)).isEqualTo("Tunnels of alice");
        assertThat(text(feed, "title", 1)).isEqualTo("http web.example.org: refused");
        assertThat(text(feed, "content", 0)).isEqualTo("taken by <bob> & others");
        assertThat(text(feed, "content", 1)).isEqualTo("http web.example.org: up");
    }

    @Test
    void theSameEventKeepsItsIdAndOthersHaveTheirOwn() throws Exception {
        List<TunnelEvent> events =
                List.of(event(NOON, "up", ""), event(NOON.minusSeconds(1), "up", ""));
        Document once = parse(atom.feed("alice", events));
        Document again = parse(atom.feed("alice", events));

        assertThat(text(once, "id", 1)).isEqualTo(text(again, "id", 1)).startsWith("urn:uuid:");
        assertThat(text(once, "id", 1)).isNotEqualTo(text(once, "id", 2));
        assertThat(text(once, "id", 0)).isNotEqualTo(text(once, "id", 1));
    }

    @Test
    void anEmptyFeedIsOneToo() throws Exception {
        Document feed = parse(atom.feed("alice", List.of()));

        assertThat(feed.getElementsByTagName("entry").getLength()).isZero();
        assertThat(text(feed, "updated", 0)).isEqualTo("2026-05-01T12:00:00Z");
    }
}
