package dev.warren.feeds.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import dev.warren.core.people.Account;
import dev.warren.feeds.images.ImageProxy;
import dev.warren.feeds.output.OutputKeys;
import dev.warren.feeds.reader.Entries;
import dev.warren.feeds.reader.EntryChange;
import dev.warren.feeds.reader.EntryQuery;
import dev.warren.feeds.reader.EntryQuery.Order;
import dev.warren.feeds.reader.EntryQuery.Range;
import dev.warren.feeds.reader.EntryQuery.Show;
import dev.warren.feeds.reader.OpmlExchange;
import dev.warren.feeds.reader.RuleBook;
import dev.warren.feeds.reader.Stream;
import dev.warren.feeds.reader.Subscribed;
import dev.warren.feeds.reader.Subscription;
import dev.warren.feeds.reader.Subscriptions;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.util.HtmlUtils;

/** Reading beyond what apps ask for: rules, search, pictures, and streams that are feeds again. */
class ReaderIT {

    private static final String FEED = "http://127.77.0.1:9999/";

    @TempDir private static Path data;
    private static RunningFeeds feeds;
    private static HttpServer pictures;
    private static int people;

    private Account reader;
    private Subscription feed;
    private Publisher publisher;

    @BeforeAll
    static void start() throws Exception {
        feeds = RunningFeeds.start(data, "warren.feeds.images.max", "64KB");
        pictures = HttpServer.create(new InetSocketAddress("127.77.0.2", 0), 0);
        picture("/a.png", "image/png", new byte[40_000]);
        picture("/large.png", "image/png", new byte[90_000]);
        picture("/a.svg", "image/svg+xml", "<svg/>".getBytes(StandardCharsets.UTF_8));
        pictures.start();
    }

    private static void picture(String path, String type, byte[] content) {
        pictures.createContext(
                path,
                exchange -> {
                    try (exchange) {
                        exchange.getResponseHeaders().set("Content-Type", type);
                        exchange.sendResponseHeaders(200, content.length);
                        exchange.getResponseBody().write(content);
                    }
                });
    }

    @AfterAll
    static void stop() {
        pictures.stop(0);
        feeds.close();
    }

    @BeforeEach
    void follow() {
        people++;
        reader = feeds.person("reader" + (char) ('a' + people), people).account();
        feed = subscribe("");
        publisher = new Publisher(feeds);
    }

    @AfterEach
    void everythingGivenBack() {
        assertThat(feeds.budget().used()).isZero();
    }

    @Test
    void doesWithNewItemsWhatRulesSay() {
        RuleBook rules = feeds.bean(RuleBook.class);
        assertThat(rules.add(reader, null, "drop title (?i)sponsored")).isEmpty();
        assertThat(rules.add(reader, feed.id(), "read title ^Release")).isEmpty();
        assertThat(rules.add(reader, feed.id(), "star content <b>|urgent")).isEmpty();
        assertThat(rules.add(reader, null, "tag:notes title notes")).isEmpty();
        assertThat(rules.add(reader, null, "drop title (x"))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("RE2"));
        assertThat(rules.add(reader, feed.id() + 1000, "drop title x"))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("you follow no"));

        List<Long> items =
                publisher.publish(
                        feed.url(),
                        List.of(
                                Publisher.item("Sponsored post", "x"),
                                Publisher.item("Release notes", "y"),
                                Publisher.item("News", "<p>this is <i>urgent</i></p>")));

        assertThat(ids(new Stream.All(), Show.ALL)).containsExactly(items.get(2), items.get(1));
        assertThat(ids(new Stream.All(), Show.UNREAD)).containsExactly(items.get(2));
        assertThat(ids(new Stream.Starred(), Show.ALL)).containsExactly(items.get(2));
        long tag = entries().tags(reader).getFirst().id();
        assertThat(ids(new Stream.Tag(tag), Show.ALL)).containsExactly(items.get(1));
    }

    @Test
    void searchesWordsPhrasesAndTheirAbsence() {
        List<Long> items =
                publisher.publish(
                        feed.url(),
                        List.of(
                                Publisher.item("Virtual threads", "<p>green &amp; light</p>"),
                                Publisher.item("Platform threads", "<p>heavy</p>")));

        assertThat(search("THREADS")).containsExactly(items.get(1), items.get(0));
        assertThat(search("threads -heavy")).containsExactly(items.get(0));
        assertThat(search("\"platform threads\"")).containsExactly(items.get(1));
        assertThat(search("light or heavy")).hasSize(2);
        assertThat(search("'; drop table feeds.item; --")).isEmpty();
    }

    @Test
    void beginsWithTheNewestOfAFeedThatOthersFollow() {
        publisher.publish(feed.url(), "one", "two");
        Account other = feeds.person("other" + (char) ('a' + people), 500 + people).account();

        feeds.bean(Subscriptions.class).subscribe(other, feed.url(), "", "");
        List<Long> later = publisher.publish(feed.url(), "three");

        EntryQuery all = EntryQuery.newest(new Stream.All(), Show.UNREAD, 10);
        assertThat(entries().ids(other, all)).hasSize(3).startsWith(later.getFirst());
        assertThat(entries().ids(reader, all)).isEqualTo(entries().ids(other, all));
    }

    @Test
    void keepsWhatIsStarredWhenAFeedIsFollowedNoMore() {
        List<Long> items = publisher.publish(feed.url(), "one", "two");
        entries().change(reader, items.subList(0, 1), new EntryChange.Starred(true));

        feeds.bean(Subscriptions.class).unsubscribe(reader, feed.id());

        assertThat(ids(new Stream.All(), Show.ALL)).containsExactly(items.getFirst());
    }

    @Test
    void marksAllReadUntilHere() {
        List<Long> items = publisher.publish(feed.url(), "one", "two", "three");

        entries().readAll(reader, new Stream.All(), Range.before(items.get(2)));

        assertThat(ids(new Stream.All(), Show.UNREAD)).containsExactly(items.get(2));
    }

    @Test
    void fetchesPicturesForReadersAndNothingElse() throws Exception {
        ImageProxy proxy = feeds.bean(ImageProxy.class);
        String server = "http://127.77.0.2:" + pictures.getAddress().getPort();

        assertThat(fetch(proxy, server + "/a.png").statusCode()).isEqualTo(200);
        assertThat(fetch(proxy, server + "/a.png").headers().map())
                .containsEntry("content-type", List.of("image/png"))
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .doesNotContainKey("set-cookie");
        assertThat(fetch(proxy, server + "/a.svg").statusCode()).isEqualTo(502);
        assertThat(fetch(proxy, server + "/none").statusCode()).isEqualTo(404);
        assertThat(fetch(proxy, "http://10.0.0.1/a.png").statusCode()).isEqualTo(502);
        assertThat(fetch(proxy, "http://169.254.169.254/a.png").statusCode()).isEqualTo(502);
        String signed = source(proxy.rewrite("<img src=\"" + server + "/a.png\">", ""));
        try (App app = new App(feeds.port())) {
            assertThat(app.get(signed.replaceFirst("image/.", "image/_")).statusCode())
                    .isEqualTo(404);
            assertThat(app.get(signed + "x").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void fetchesNoPictureFromAForbiddenAddress() throws Exception {
        ImageProxy proxy = feeds.bean(ImageProxy.class);
        try (FeedServer canary = FeedServer.start("0.0.0.0")) {
            List<String> addresses =
                    ForbiddenAddresses.all(canary.port())
                            .filter(url ->
                                    proxy.rewrite("<img src=\"" + url + "\">", "")
                                            .contains("/feeds/image/"))
                            .toList();

            for (String address : addresses) {
                assertThat(fetch(proxy, address).statusCode()).as(address).isIn(404, 502);
            }

            assertThat(addresses).hasSizeGreaterThan(40);
            assertThat(canary.asked()).isEmpty();
        }
    }

    @Test
    void followsNothingForbiddenThatAListNames() throws Exception {
        try (FeedServer canary = FeedServer.start("0.0.0.0")) {
            StringBuilder list = new StringBuilder("<opml><body>");
            ForbiddenAddresses.all(canary.port())
                    .map(HtmlUtils::htmlEscape)
                    .forEach(url ->
                            list.append("<outline text=\"x\" xmlUrl=\"%s\"/>".formatted(url)));
            list.append("</body></opml>");

            OpmlExchange.Report report =
                    feeds.bean(OpmlExchange.class).read(reader, new StringReader(list.toString()));

            assertThat(report.rows())
                    .filteredOn(row -> !row.followed())
                    .hasSizeGreaterThan(45)
                    .allMatch(row -> !row.note().isEmpty());
            assertThat(canary.asked()).isEmpty();
        }
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void breaksOffPicturesThatAreTooLarge(CapturedOutput log) {
        ImageProxy proxy = feeds.bean(ImageProxy.class);
        String large = "http://127.77.0.2:" + pictures.getAddress().getPort() + "/large.png";

        assertThat(catchThrowable(() -> fetch(proxy, large))).isInstanceOf(IOException.class);
        assertThat(log).as("what strangers send is no error of ours").doesNotContain("ERROR");
    }

    @Test
    void givesStreamsOutAsFeedsToWhoHasTheirKey() throws Exception {
        publisher.publish(
                feed.url(), List.of(Publisher.item("A <b> & c", "<p>text &amp; more</p>")));
        OutputKeys keys = feeds.bean(OutputKeys.class);
        String key = keys.key(reader, "all");
        String all = "/feeds/out/" + reader.name() + "/all";

        try (App app = new App(feeds.port())) {
            assertThat(app.get(all + ".atom?key=" + key).body())
                    .contains(
                            "<title>A &lt;b&gt; &amp; c</title>",
                            "&lt;p&gt;text &amp;amp; more&lt;/p&gt;",
                            "rel=\"enclosure\"");
            assertThat(app.get(all + ".rss?key=" + key).body())
                    .contains("<pubDate>Fri, 2 Jan 2026 03:04:05 GMT</pubDate>");
            assertThat(
                            app.json(all + ".json?key=" + key)
                                    .get("items")
                                    .get(0)
                                    .get("title")
                                    .asString())
                    .isEqualTo("A <b> & c");
            assertThat(app.get(all + ".atom").statusCode()).isEqualTo(404);
            assertThat(app.get(all.replace("all", "starred") + ".atom?key=" + key).statusCode())
                    .isEqualTo(404);

            keys.renew(reader);

            assertThat(app.get(all + ".atom?key=" + key).statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<String> fetch(ImageProxy proxy, String url) throws Exception {
        try (App app = new App(feeds.port())) {
            return app.get(source(proxy.rewrite("<p><img src=\"" + url + "\"></p>", "")));
        }
    }

    private static String source(String html) {
        return html.replaceAll("(?s).*src=\"([^\"]*)\".*", "$1");
    }

    private Subscription subscribe(String folder) {
        return switch (feeds.bean(Subscriptions.class)
                .subscribe(reader, FEED + reader.name(), "", folder)) {
            case Subscribed.Done(Subscription done) -> done;
            case Subscribed.Already(Subscription already) -> already;
            case Subscribed.Refused(String sentence) -> throw new AssertionError(sentence);
        };
    }

    private List<Long> ids(Stream stream, Show show) {
        return entries().ids(reader, EntryQuery.newest(stream, show, 100));
    }

    private List<Long> search(String words) {
        return entries()
                .ids(
                        reader,
                        new EntryQuery(
                                new Stream.All(),
                                Show.ALL,
                                words,
                                Range.WHOLE,
                                Order.NEWEST_FIRST,
                                100));
    }

    private static Entries entries() {
        return feeds.bean(Entries.class);
    }
}
