package dev.warren.feeds;

import com.rometools.rome.io.FeedException;
import com.rometools.rome.io.SyndFeedInput;
import com.rometools.rome.io.XmlReader;
import com.sun.management.ThreadMXBean;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.feeds.clean.WebHtml;
import dev.warren.feeds.parse.FeedParser;
import dev.warren.feeds.parse.Origin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.springframework.util.unit.DataSize;

/**
 * What reading a feed costs, beside Rome, which is the library that programs in Java mostly use.
 * For benchmarks; runs in the calling thread.
 */
public final class ParseCost {

    private static final URI BASE = URI.create("https://example.org/feed");
    private static final DataSize LARGEST = DataSize.ofMegabytes(5);

    private final FeedParser parser =
            new FeedParser(
                    MemoryBudget.root("feeds", FeedParser.weigh(LARGEST.toBytes())),
                    LARGEST,
                    InstantSource.system(),
                    new WebHtml());
    private final WebHtml web = new WebHtml();

    /**
     * A cost, the least of several rounds.
     *
     * @param nanos how long it took
     * @param allocated bytes that were allocated
     */
    public record Cost(long nanos, long allocated) {
        private Cost least(Cost other) {
            return new Cost(Math.min(nanos, other.nanos), Math.min(allocated, other.allocated));
        }
    }

    /**
     * The costs of a document.
     *
     * @param warren reading it, with all its HTML made harmless
     * @param cleaning the part of that which makes the HTML harmless, which Rome does not do
     * @param rome reading it with Rome
     */
    public record Figures(
            String document, int bytes, int items, Cost warren, Cost cleaning, Cost rome) {}

    /** A piece of work. */
    private interface Work {
        void run() throws IOException, FeedException;
    }

    /**
     * Reads a usual feed of 50 items and a long one of 1,000.
     *
     * @param rounds how often the first, at least 1, and ten times as often as the second; the
     *     first ones warm up
     */
    public List<Figures> measure(int rounds) {
        return List.of(
                measure("50 items", 50, rounds),
                measure("1,000 items", 1000, Math.max(1, rounds / 10)));
    }

    private Figures measure(String name, int items, int rounds) {
        String html =
                "<p>Some words with a <a href=\"/x\">link</a> and <b>more</b>.</p>".repeat(25);
        byte[] document = rss(items, html);
        Origin origin = new Origin(BASE, null);
        Cost warren = cost(rounds, () -> parser.parse(document, origin));
        Cost cleaning =
                cost(
                        rounds,
                        () -> {
                            for (int i = 0; i < items; i++) {
                                web.clean(html, BASE);
                            }
                        });
        Cost rome =
                cost(
                        rounds,
                        () -> {
                            var in = new XmlReader(new ByteArrayInputStream(document));
                            new SyndFeedInput().build(in);
                        });
        return new Figures(name, document.length, items, warren, cleaning, rome);
    }

    private static byte[] rss(int items, String html) {
        StringBuilder rss = new StringBuilder("<rss version=\"2.0\"><channel><title>News</title>");
        rss.append("<link>https://example.org/</link><description>All of it</description>");
        String escaped = html.replace("&", "&amp;").replace("<", "&lt;");
        for (int i = 0; i < items; i++) {
            rss.append("<item><title>Item ").append(i).append("</title><link>/").append(i);
            rss.append("</link><guid>").append(i).append("</guid><author>a@example.org</author>");
            rss.append("<pubDate>Thu, 01 Jan 2026 19:48:21 GMT</pubDate><description>");
            rss.append(escaped).append("</description></item>");
        }
        return rss.append("</channel></rss>").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Cost cost(int rounds, Work work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Cost least = new Cost(Long.MAX_VALUE, Long.MAX_VALUE);
        for (int i = 0; i < rounds; i++) {
            long allocated = threads.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            try {
                work.run();
            } catch (IOException | FeedException e) {
                throw new IllegalStateException("a document of ours cannot be read", e);
            }
            long nanos = System.nanoTime() - start;
            least =
                    least.least(
                            new Cost(nanos, threads.getCurrentThreadAllocatedBytes() - allocated));
        }
        return least;
    }
}
