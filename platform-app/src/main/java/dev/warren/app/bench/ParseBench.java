package dev.warren.app.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rometools.rome.io.SyndFeedInput;
import com.rometools.rome.io.XmlReader;
import dev.warren.app.lab.Part;
import dev.warren.app.lab.Report;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.feeds.clean.WebHtml;
import dev.warren.feeds.parse.FeedParser;
import dev.warren.feeds.parse.Origin;
import dev.warren.feeds.parse.Parsed;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.springframework.util.unit.DataSize;

/**
 * What it costs to read a feed, healed and sanitised, beside Rome by itself, which does neither.
 */
final class ParseBench {

    private static final int WARM = 300;
    private static final int TIMES = 400;

    private ParseBench() {}

    private interface Reading {
        void read(byte[] document) throws Exception;
    }

    static void run(Report report) throws Exception {
        FeedParser parser =
                new FeedParser(
                        MemoryBudget.root("bench", 1 << 30),
                        DataSize.ofMegabytes(5),
                        InstantSource.system(),
                        new WebHtml());
        Origin origin = new Origin(URI.create("https://farm.example/feed"), "application/rss+xml");
        List<List<Object>> rows = new ArrayList<>();
        for (int items : List.of(10, 50, 200)) {
            byte[] document = document(items);
            double rome =
                    millis(
                            document,
                            bytes ->
                                    new SyndFeedInput()
                                            .build(new XmlReader(new ByteArrayInputStream(bytes))));
            double ours =
                    millis(
                            document,
                            bytes -> {
                                if (!(parser.parse(bytes, origin) instanceof Parsed.Feed)) {
                                    throw new IllegalStateException("not read");
                                }
                            });
            rows.add(List.of(items, document.length / 1024, rome, ours, ours / rome));
        }
        report.add(
                new Part.Table(
                        "Reading a feed (Warren's with healing and sanitised HTML; Rome's without)",
                        List.of("items", "kB", "Rome ms", "Warren ms", "×"),
                        rows));
    }

    private static double millis(byte[] document, Reading reading) throws Exception {
        for (int i = 0; i < WARM; i++) {
            reading.read(document);
        }
        long begin = System.nanoTime();
        for (int i = 0; i < TIMES; i++) {
            reading.read(document);
        }
        return (System.nanoTime() - begin) / 1e6 / TIMES;
    }

    private static byte[] document(int items) {
        StringBuilder out =
                new StringBuilder(
                        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>A feed</title><link>https://farm.example/</link>");
        for (int i = 0; i < items; i++) {
            out.append(
                    """
                    <item><guid>%1$d</guid><title>Item %1$d &amp; more</title><link>https://farm.example/%1$d</link>
                    <pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate><author>a@farm.example (Alice)</author>
                    <description>&lt;p&gt;%2$s&lt;/p&gt;&lt;img src="/a.png"&gt;&lt;script&gt;x()&lt;/script&gt;</description></item>
                    """
                            .formatted(
                                    i,
                                    "Some <b>words</b> of it. ".replace("<", "&lt;").repeat(60)));
        }
        return out.append("</channel></rss>").toString().getBytes(UTF_8);
    }
}
