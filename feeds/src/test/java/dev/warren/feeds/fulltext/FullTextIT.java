package dev.warren.feeds.fulltext;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import dev.warren.core.people.Account;
import dev.warren.feeds.it.FeedServer;
import dev.warren.feeds.it.ForbiddenAddresses;
import dev.warren.feeds.it.RunningFeeds;
import dev.warren.feeds.reader.Entries;
import dev.warren.feeds.reader.EntryQuery;
import dev.warren.feeds.reader.Stream;
import dev.warren.feeds.reader.Subscribed;
import dev.warren.feeds.reader.Subscription;
import dev.warren.feeds.reader.Subscriptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the wish for whole texts to what readers see, and what goes wrong on the way. */
class FullTextIT {

    @TempDir private static Path data;
    private static RunningFeeds feeds;

    /** Each test has an address and readers of its own. */
    private static int number = 1;

    private FeedServer server;
    private Account alice;

    @BeforeAll
    static void startOnce() {
        feeds =
                RunningFeeds.start(
                        data,
                        "warren.feeds.fetch.poll",
                        "20ms",
                        "warren.feeds.full-text.poll",
                        "20ms",
                        "warren.feeds.full-text.retry",
                        "20ms",
                        "warren.feeds.full-text.newest",
                        "12");
    }

    @AfterAll
    static void stopOnce() {
        feeds.close();
    }

    @BeforeEach
    void startServer() {
        number++;
        server = FeedServer.start("127.77.2." + number);
        alice = feeds.person("alice" + number, number).account();
    }

    @AfterEach
    void everythingGivenBack() {
        feeds.jdbc().sql("delete from feeds.subscription").update();
        feeds.jdbc().sql("delete from feeds.item_page").update();
        server.close();
        await().untilAsserted(() -> assertThat(feeds.budget().used()).isZero());
    }

    private static String article(String title) {
        return "<!doctype html><html><body><nav><a href='/'>Home</a></nav><article><h1>%1$s</h1>%2$s</article></body></html>"
                .formatted(
                        title,
                        "<p>The whole of %s is here, and it is much more than was told before.</p>"
                                .formatted(title)
                                .repeat(8));
    }

    /** A feed whose items are at {@code /title}, of this server or elsewhere. */
    private void feed(String... titles) {
        StringBuilder rss =
                new StringBuilder(
                        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>A feed</title>");
        for (String title : titles) {
            String url = title.startsWith("http") ? title : server.url("/" + title);
            rss.append(
                    "<item><guid>%1$s</guid><title>%1$s</title><link>%2$s</link><description>An excerpt of %1$s</description></item>"
                            .formatted(title.replace("&", "&amp;"), url.replace("&", "&amp;")));
        }
        server.on("/rss", "application/rss+xml", rss.append("</channel></rss>").toString());
    }

    private void page(String title) {
        server.on("/" + title, "text/html; charset=utf-8", article(title));
    }

    private Subscription follow(Account reader, boolean whole) {
        Subscriptions subscriptions = feeds.bean(Subscriptions.class);
        Subscription feed =
                switch (subscriptions.subscribe(reader, server.url("/rss"), "", "")) {
                    case Subscribed.Done(Subscription done) -> done;
                    case Subscribed.Already(Subscription already) -> already;
                    case Subscribed.Refused(String sentence) -> throw new AssertionError(sentence);
                };
        subscriptions.fullText(reader, feed.id(), whole);
        return feed;
    }

    /** As if its interval were over. */
    private static void again(Subscription feed) {
        feeds.jdbc()
                .sql(
                        """
                        with s as (update feeds.source set next_fetch_at = now(), rest_until = null
                            where id = ? returning domain)
                        update feeds.domain d set due_at = now(), next_at = now() from s where d.name = s.domain
                        """)
                .param(feed.source())
                .update();
    }

    private static List<String> texts(Account reader) {
        Entries entries = feeds.bean(Entries.class);
        List<String> texts = new ArrayList<>();
        try {
            entries.visit(
                    reader,
                    entries.ids(
                            reader, EntryQuery.newest(new Stream.All(), EntryQuery.Show.ALL, 100)),
                    entry ->
                            texts.add(
                                    entry.item().content().isEmpty()
                                            ? entry.item().summary()
                                            : entry.item().content()));
        } catch (IOException | InterruptedException impossible) {
            throw new AssertionError(impossible);
        }
        return texts;
    }

    private static void awaitTexts(Account reader, String... parts) {
        await().untilAsserted(() ->
                assertThat(String.join("\n", texts(reader))).contains(List.of(parts)));
    }

    /** Why pages of a reader's feeds are given up, once none is waited for. */
    private static Standing settled(Account reader) {
        FullTexts pages = feeds.bean(FullTexts.class);
        await().until(() ->
                pages.standing(reader).stream()
                        .anyMatch(one -> one.waiting() == 0 && one.read() + one.givenUp() > 0));
        return pages.standing(reader).getFirst();
    }

    private String problem(String title) {
        feed(title);
        follow(alice, true);
        Standing standing = settled(alice);
        assertThat(standing.read()).isZero();
        assertThat(texts(alice)).containsExactly("An excerpt of " + title);
        return standing.problem().orElseThrow();
    }

    @Test
    void readsAPageOnceForAllWhoWantIt() {
        page("one");
        feed("one");
        Account bob = feeds.person("bob" + number, 1000 + number).account();
        Account carol = feeds.person("carol" + number, 2000 + number).account();

        follow(alice, true);
        follow(bob, true);
        follow(carol, false);

        awaitTexts(alice, "The whole of one");
        awaitTexts(bob, "The whole of one");
        awaitTexts(carol, "An excerpt of one");
        assertThat(texts(alice).getFirst()).doesNotContain("Home", "<h1");
        assertThat(server.asked("/one")).hasSize(1);
        assertThat(server.asked("/one").getFirst().headers().getFirst("Accept"))
                .startsWith("text/html");
    }

    @Test
    void readsThePagesOfWhatComesLater() {
        page("one");
        page("two");
        feed("one");
        Subscription feed = follow(alice, true);
        awaitTexts(alice, "The whole of one");

        feed("two", "one");
        again(feed);

        awaitTexts(alice, "The whole of one", "The whole of two");
        assertThat(server.asked("/one")).hasSize(1);
    }

    @Test
    void readsTheNewestWhenItIsSwitchedOnAndNothingOnceItIsOff() {
        String[] titles = new String[20];
        for (int i = 0; i < titles.length; i++) {
            titles[i] = "item" + i;
            page(titles[i]);
        }
        feed(titles);
        Subscription feed = follow(alice, false);
        awaitTexts(alice, "An excerpt of item19");

        feeds.bean(Subscriptions.class).fullText(alice, feed.id(), true);

        assertThat(settled(alice).read()).isEqualTo(12);
        feeds.bean(Subscriptions.class).fullText(alice, feed.id(), false);
        assertThat(texts(alice)).allMatch(text -> text.startsWith("An excerpt"));
    }

    @Test
    void triesAgainWhatFailedAndThenGivesUp() {
        AtomicInteger times = new AtomicInteger();
        server.on(
                "/late",
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Type", "text/html");
                    boolean well = times.incrementAndGet() > 2;
                    FeedServer.send(exchange, well ? 200 : 503, well ? article("late") : "");
                });
        server.on("/never", exchange -> FeedServer.send(exchange, 503, ""));
        feed("late", "never", "gone");

        follow(alice, true);

        awaitTexts(alice, "The whole of late", "An excerpt of never", "An excerpt of gone");
        Standing standing = settled(alice);
        assertThat(standing.read()).isEqualTo(1);
        assertThat(standing.givenUp()).isEqualTo(2);
        assertThat(server.asked("/never")).hasSize(PageReader.TRIES);
        assertThat(server.asked("/gone")).hasSize(1);
    }

    @Test
    void tellsWhyThereIsNoWholeText() {
        server.on("/links", "text/html", "<p><a href='/a'>Only a link</a></p>");

        assertThat(problem("links")).contains("no article");
    }

    @Test
    void readsPagesOnly() {
        server.on("/film", "video/mp4", article("film"));

        assertThat(problem("film")).contains("no page");
    }

    @Test
    void keepsWhatItsFeedHasMoreOf() {
        page("long");
        server.on(
                "/rss",
                "application/rss+xml",
                "<rss version=\"2.0\"><channel><title>A feed</title><item><guid>1</guid><title>long</title><link>%s</link><description>%s</description></item></channel></rss>"
                        .formatted(server.url("/long"), "All that there is to say. ".repeat(100)));

        follow(alice, true);

        assertThat(settled(alice).problem()).contains("its feed has more of it than its page");
        assertThat(texts(alice).getFirst()).startsWith("All that there is to say.");
    }

    @Test
    void refusesBombsAndPagesWithoutEnd() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            gzip.write("<p>".getBytes(UTF_8));
            gzip.write(new byte[50 << 20]);
        }
        server.on(
                "/bomb",
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                    html(exchange, bomb.toByteArray());
                });
        server.on(
                "/endless",
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Type", "text/html");
                    exchange.sendResponseHeaders(200, 0);
                    while (true) {
                        exchange.getResponseBody()
                                .write("<p>more</p>".repeat(5000).getBytes(UTF_8));
                    }
                });
        server.on(
                "/tags", exchange -> html(exchange, "<b a=1><p>".repeat(190_000).getBytes(UTF_8)));
        feed("bomb", "endless", "tags");

        follow(alice, true);

        assertThat(settled(alice).givenUp()).isEqualTo(3);
        assertThat(problems())
                .hasSize(3)
                .filteredOn(problem -> problem.contains("large"))
                .hasSize(2);
        assertThat(texts(alice)).allMatch(text -> text.startsWith("An excerpt of"));
    }

    private static void html(HttpExchange exchange, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/html");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private static List<String> problems() {
        return feeds.jdbc()
                .sql("select coalesce(problem, '') from feeds.item_page")
                .query((row, _) -> row.getString(1))
                .list();
    }

    @Test
    void neverConnectsToAForbiddenAddress() throws Exception {
        try (FeedServer canary = FeedServer.start("0.0.0.0")) {
            String secret = article("secret");
            canary.on("/feed", "text/html", secret);
            server.redirect("/away", 302, "http://127.0.0.1:%d/feed".formatted(canary.port()));
            server.redirect("/private", 301, "http://10.0.0.1/");
            List<String> links =
                    new ArrayList<>(
                            ForbiddenAddresses.all(canary.port())
                                    .filter(url -> url.startsWith("http://"))
                                    .filter(url -> url.matches("[!-~]+") && !url.contains("<"))
                                    .limit(10)
                                    .toList());
            links.addAll(List.of("away", "private"));
            feed(links.toArray(String[]::new));

            follow(alice, true);

            await().untilAsserted(() -> assertThat(texts(alice)).hasSize(links.size()));
            Standing standing = settled(alice);
            assertThat(standing.read()).isZero();
            assertThat(problems()).contains("its host is at a private or special address");
            assertThat(texts(alice)).allMatch(text -> text.startsWith("An excerpt of"));
            assertThat(canary.asked()).isEmpty();
        }
    }

    @Test
    void readsWhatANodeLeftAndNotForEver() {
        page("left");
        page("fatal");
        feed("left", "fatal");
        follow(alice, false);
        awaitTexts(alice, "An excerpt of left", "An excerpt of fatal");

        claimed("left", 1);
        claimed("fatal", PageReader.TRIES);

        await().untilAsserted(() ->
                assertThat(problems())
                        .containsExactlyInAnyOrder(
                                "", "it was asked for too often without an end"));
        await().until(() -> server.asked("/left").size() == 1);
        assertThat(server.asked("/fatal")).isEmpty();
    }

    /** As if a node had asked for the page of an item so often, and then been killed. */
    private static void claimed(String title, int tries) {
        feeds.jdbc()
                .sql(
                        """
                        insert into feeds.item_page (item_id, url, domain, tries, try_at, claim)
                        select id, url, ?, ?, now(), gen_random_uuid() from feeds.item where title = ?
                        """)
                .params("127.77.2." + number, tries, title)
                .update();
    }

    @Test
    void asksADomainOneAtATime() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        String[] titles = new String[8];
        for (int i = 0; i < titles.length; i++) {
            String title = "page" + i;
            titles[i] = title;
            server.on(
                    "/" + title,
                    exchange -> {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        LockSupport.parkNanos(10_000_000);
                        now.decrementAndGet();
                        html(exchange, article(title).getBytes(UTF_8));
                    });
        }
        feed(titles);

        follow(alice, true);

        await().until(() -> settled(alice).read() == titles.length);
        assertThat(most.get()).isEqualTo(1);
    }

    @Test
    void leavesADomainAloneThatWantsFewerRequests() {
        server.on(
                "/busy",
                exchange -> {
                    exchange.getResponseHeaders().set("Retry-After", "3600");
                    FeedServer.send(exchange, 429, "");
                });
        feed("busy");
        follow(alice, true);

        await().until(() -> server.asked("/busy").size() == 1);
        await().until(() ->
                Optional.of(true)
                        .equals(
                                feeds.jdbc()
                                        .sql(
                                                "select next_at > now() + interval '50 minutes' from feeds.domain where name = ?")
                                        .param("127.77.2." + number)
                                        .query(Boolean.class)
                                        .optional()));
        assertThat(texts(alice)).containsExactly("An excerpt of busy");
    }
}
