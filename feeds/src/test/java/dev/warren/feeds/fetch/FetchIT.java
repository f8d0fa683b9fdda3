package dev.warren.feeds.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import dev.warren.core.people.Account;
import dev.warren.feeds.it.FeedServer;
import dev.warren.feeds.it.ForbiddenAddresses;
import dev.warren.feeds.it.RunningFeeds;
import dev.warren.feeds.source.Claim;
import dev.warren.feeds.source.Claims;
import dev.warren.feeds.source.Followed;
import dev.warren.feeds.source.SourceChores;
import dev.warren.feeds.source.SourceHealth;
import dev.warren.feeds.source.Sources;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the wish to follow a feed to its items, and what goes wrong on the way. */
class FetchIT {

    @TempDir private static Path data;
    private static RunningFeeds feeds;
    private static Account alice;
    private static Sources sources;

    /** Each test has an address of its own, so that they do not wait for each other. */
    private static int number = 1;

    private FeedServer server;

    @BeforeAll
    static void startOnce() {
        feeds = RunningFeeds.start(data, "warren.feeds.fetch.poll", "20ms");
        alice = feeds.person("alice", 1).account();
        sources = feeds.bean(Sources.class);
    }

    @AfterAll
    static void stopOnce() {
        feeds.close();
    }

    @BeforeEach
    void startServer() {
        number++;
        server = FeedServer.start("127.77.1." + number);
    }

    @AfterEach
    void stopServer() {
        feeds.jdbc()
                .sql("update feeds.source set unused_since = now() where unused_since is null")
                .update();
        server.close();
        await().untilAsserted(() -> assertThat(feeds.budget().used()).isZero());
    }

    private long follow(String path) {
        return followed(server.url(path));
    }

    private static long followed(String url) {
        return switch (sources.follow(url, alice)) {
            case Followed.Source source -> source.id();
            case Followed.Refused refused -> throw new AssertionError(refused.reason());
        };
    }

    private static SourceHealth health(long source) {
        return sources.health(List.of(source)).getFirst();
    }

    private static SourceHealth awaitHealth(long source, Predicate<SourceHealth> good) {
        await().until(() -> good.test(health(source)));
        return health(source);
    }

    private SourceHealth fetched(long source) {
        return awaitHealth(source, health -> health.fetchedAt().isPresent());
    }

    private SourceHealth failed(long source) {
        return awaitHealth(source, health -> health.failures() > 0);
    }

    /** As if its interval were over. */
    private void again(long source) {
        Instant before = health(source).checkedAt().orElse(Instant.EPOCH);
        feeds.jdbc()
                .sql(
                        """
                        with s as (update feeds.source set next_fetch_at = now(), rest_until = null
                            where id = ? returning domain)
                        update feeds.domain d set due_at = now(), next_at = now() from s where d.name = s.domain
                        """)
                .param(source)
                .update();
        awaitHealth(source, health -> health.checkedAt().filter(before::isBefore).isPresent());
    }

    private static List<String> titles(long source) {
        return feeds.jdbc()
                .sql("select title from feeds.item where source_id = ? order by id")
                .param(source)
                .query((row, _) -> row.getString(1))
                .list();
    }

    @Test
    void fetchesAFeedRightAfterItIsFollowed() {
        server.feed("/rss", "\"1\"", "Two", "One");

        SourceHealth health = fetched(follow("/rss"));

        assertThat(health.title()).isEqualTo("Some feed");
        assertThat(health.nextFetchAt()).isAfter(Instant.now().plus(Duration.ofMinutes(10)));
        assertThat(titles(health.id())).containsExactly("One", "Two");
    }

    @Test
    void fetchesOnceForAllWhoFollow() {
        server.feed("/rss", "\"1\"", "One");
        Account bob = feeds.person("bob" + number, 100 + number).account();

        long first = follow("/rss");
        fetched(first);

        assertThat(sources.follow(server.url("/rss#x"), bob))
                .isEqualTo(new Followed.Source(first, server.url("/rss")));
        assertThat(server.asked("/rss")).hasSize(1);
    }

    @Test
    void sendsValidatorsBackAsTheyCame() {
        server.feed("/rss", "W/\"strange, one\"", "One");
        long source = follow("/rss");
        fetched(source);

        again(source);

        assertThat(server.asked("/rss").getLast().headers().getFirst("If-None-Match"))
                .isEqualTo("W/\"strange, one\"");
        assertThat(health(source).problem()).isEmpty();
        assertThat(titles(source)).containsExactly("One");
    }

    @Test
    void storesWhatIsNew() {
        server.feed("/rss", "\"1\"", "One");
        long source = follow("/rss");
        fetched(source);
        server.feed("/rss", "\"2\"", "Two", "One");

        again(source);

        assertThat(titles(source)).containsExactly("One", "Two");
    }

    @Test
    void goesOnAfterFailuresAndTellsWhy() {
        server.on("/rss", exchange -> FeedServer.send(exchange, 500, "oops"));
        long source = follow("/rss");
        failed(source);
        again(source);

        SourceHealth broken = health(source);
        assertThat(broken.failures()).isEqualTo(2);
        assertThat(broken.problem()).contains("its server has a fault (500)");
        assertThat(broken.failingSince()).isPresent();
        assertThat(broken.nextFetchAt())
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(100)),
                        Instant.now().plus(Duration.ofMinutes(140)));

        server.feed("/rss", "\"1\"", "One");
        again(source);

        assertThat(health(source).failures()).isZero();
        assertThat(health(source).problem()).isEmpty();
    }

    @Test
    void neverStopsAskingHoweverOftenItFails() {
        long source = follow("/nothing");
        failed(source);
        feeds.jdbc()
                .sql("update feeds.source set failures = 100000 where id = ?")
                .param(source)
                .update();

        again(source);

        assertThat(health(source).nextFetchAt()).isBefore(Instant.now().plus(Duration.ofHours(27)));
    }

    @Test
    void asksWhatIsGoneOnceADay() {
        server.on("/rss", exchange -> FeedServer.send(exchange, 410, ""));

        SourceHealth gone = failed(follow("/rss"));

        assertThat(gone.gone()).isTrue();
        assertThat(gone.nextFetchAt()).isAfter(Instant.now().plus(Duration.ofHours(21)));
        server.feed("/rss", "\"1\"", "One");
        again(gone.id());
        assertThat(health(gone.id()).gone()).isFalse();
    }

    @Test
    void comesBackWhenItWasTold() {
        server.on(
                "/rss",
                exchange -> {
                    exchange.getResponseHeaders().set("Retry-After", "7200");
                    FeedServer.send(exchange, 429, "");
                });

        SourceHealth busy = failed(follow("/rss"));

        assertThat(busy.nextFetchAt()).isAfter(Instant.now().plus(Duration.ofMinutes(119)));
        sources.wantBy(List.of(busy.id()), Instant.now());
        assertThat(health(busy.id()).nextFetchAt())
                .isAfter(Instant.now().plus(Duration.ofMinutes(119)));
    }

    @Test
    void fetchesInTimeForADigest() {
        server.feed("/rss", "\"1\"", "One");
        long source = follow("/rss");
        fetched(source);
        feeds.jdbc()
                .sql(
                        "update feeds.source set checked_at = now() - interval '6 minutes' where id = ?")
                .param(source)
                .update();

        sources.wantBy(List.of(source), Instant.now().plus(Duration.ofMinutes(4)));

        await().until(() -> server.asked("/rss").size() == 2);
    }

    @Test
    void respectsHowLongAnAnswerIsGood() {
        server.on(
                "/rss",
                exchange -> {
                    exchange.getResponseHeaders().set("Cache-Control", "max-age=18000");
                    FeedServer.send(exchange, 200, FeedServer.rss("One"));
                });

        assertThat(fetched(follow("/rss")).nextFetchAt())
                .isAfter(Instant.now().plus(Duration.ofMinutes(299)));
    }

    @Test
    void tellsWhatIsNoFeed() {
        server.on("/page", "text/html", "<!doctype html><html><body>Hello</body></html>");

        assertThat(failed(follow("/page")).problem().orElseThrow()).contains("not a feed");
    }

    @Test
    void adoptsAPermanentRedirectOnceItHasHeldForDays() {
        server.feed("/new", "\"1\"", "One").redirect("/old", 301, "/new");
        long source = follow("/old");
        fetched(source);
        assertThat(health(source).movedTo()).contains(server.url("/new"));
        for (int i = 0; i < 5; i++) {
            again(source);
        }
        assertThat(health(source).url()).isEqualTo(server.url("/old"));

        feeds.jdbc()
                .sql("update feeds.source set moved_since = now() - interval '8 days' where id = ?")
                .param(source)
                .update();
        upkeep();

        assertThat(health(source).url()).isEqualTo(server.url("/new"));
        assertThat(titles(source)).containsExactly("One");
    }

    private static TestRows rows() {
        return new TestRows(feeds.jdbc());
    }

    private static void upkeep() {
        SourceChores.run(feeds);
    }

    @Test
    void makesOneOfTwoFeedsThatAreTheSame() {
        server.feed("/new", "\"1\"", "One").redirect("/old", 308, "/new");
        long kept = follow("/new");
        long moved = follow("/old");
        fetched(kept);
        fetched(moved);
        rows().subscribe(alice, moved);
        feeds.jdbc()
                .sql(
                        """
                        insert into feeds.entry (account_id, item_id, starred_at, changed_at)
                        select ?, id, now(), now() from feeds.item where source_id = ?
                        """)
                .params(alice.id(), moved)
                .update();
        feeds.jdbc()
                .sql(
                        "update feeds.source set moved_since = now() - interval '8 days', moved_seen = 9 where id = ?")
                .param(moved)
                .update();

        upkeep();

        assertThat(sources.health(List.of(kept, moved)))
                .extracting(SourceHealth::id)
                .containsExactly(kept);
        assertThat(rows().starred(kept)).isEqualTo(1);
        assertThat(titles(kept)).containsExactly("One");
    }

    @Test
    void keepsALogInForItsOwnerAndItsServer() throws Exception {
        server.on("/private", FetchIT::wantLogIn);
        String url = server.url("/private");

        long mine = followed(url.replace("://", "://alice:s%40cret@"));
        long everybodys = followed(url);
        fetched(mine);
        failed(everybodys);

        assertThat(mine).isNotEqualTo(everybodys);
        assertThat(health(mine).url()).isEqualTo(url);
        assertThat(followed(url.replace("://", "://alice:other@"))).isEqualTo(mine);
        String stored =
                feeds.jdbc()
                        .sql("select source::text from feeds.source where id = ?")
                        .param(mine)
                        .query(String.class)
                        .single();
        assertThat(stored).doesNotContain("s@cret", "alice:");
    }

    private static void wantLogIn(HttpExchange exchange) throws IOException {
        boolean good =
                "Basic YWxpY2U6c0BjcmV0"
                        .equals(exchange.getRequestHeaders().getFirst("Authorization"));
        FeedServer.send(exchange, good ? 200 : 401, good ? FeedServer.rss("One") : "");
    }

    @Test
    void asksADomainOneAtATime() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        for (int i = 0; i < 12; i++) {
            server.on(
                    "/" + i,
                    exchange -> {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        LockSupport.parkNanos(10_000_000);
                        now.decrementAndGet();
                        FeedServer.send(exchange, 200, FeedServer.rss("One"));
                    });
        }

        List<Long> all = IntStream.range(0, 12).mapToObj(i -> follow("/" + i)).toList();

        all.forEach(this::fetched);
        assertThat(most.get()).isEqualTo(1);
    }

    @Test
    void asksEachFeedOnceHoweverManyNodesThereAre() {
        FetchProperties settings = feeds.bean(FetchProperties.class);
        FetchMetrics metrics = new FetchMetrics(new SimpleMeterRegistry());
        FetchJob job = new FetchJob(feeds.bean(Claims.class), feeds.bean(Fetcher.class), metrics);
        List<ClaimLoop<Claim>> nodes =
                IntStream.range(0, 2)
                        .mapToObj(_ -> new ClaimLoop<>("feed", 32, settings.poll(), job))
                        .toList();
        nodes.forEach(ClaimLoop::start);
        try (FeedServer many = FeedServer.start("0.0.0.0")) {
            List<Long> all =
                    IntStream.range(0, 100)
                            .mapToObj(i -> {
                                many.feed("/" + i, "\"1\"", "One");
                                return followed(
                                        "http://127.77.9.%d:%d/%d"
                                                .formatted(1 + i / 5, many.port(), i));
                            })
                            .toList();

            all.forEach(this::fetched);

            assertThat(many.asked()).hasSize(100);
            assertThat(many.asked()).extracting(FeedServer.Asked::path).doesNotHaveDuplicates();
        } finally {
            nodes.forEach(ClaimLoop::stop);
        }
    }

    @Test
    void neverConnectsToAForbiddenAddress() throws Exception {
        try (FeedServer canary = FeedServer.start("0.0.0.0")) {
            List<Followed> outcomes =
                    ForbiddenAddresses.all(canary.port())
                            .map(url -> sources.follow(url, alice))
                            .toList();

            for (Followed outcome : outcomes) {
                if (outcome instanceof Followed.Source source) {
                    assertThat(failed(source.id()).problem().orElseThrow())
                            .containsAnyOf("private or special", "no such host", "not of the form");
                }
            }
            assertThat(outcomes)
                    .filteredOn(Followed.Refused.class::isInstance)
                    .hasSizeGreaterThan(45);
            assertThat(canary.asked()).isEmpty();
        }
    }

    @Test
    void removesAFeedThatNobodyFollowsAfterADay() {
        server.feed("/rss", "\"1\"", "One");
        long source = follow("/rss");
        fetched(source);
        upkeep();
        assertThat(rows().unused(source)).isFalse();

        feeds.jdbc()
                .sql("update feeds.source set followed_at = now() - interval '1 hour' where id = ?")
                .param(source)
                .update();
        upkeep();
        assertThat(rows().unused(source)).isTrue();

        feeds.jdbc()
                .sql(
                        "update feeds.source set unused_since = now() - interval '25 hours' where id = ?")
                .param(source)
                .update();
        upkeep();
        assertThat(sources.health(List.of(source))).isEmpty();
    }

    @Test
    void asksAFeedAgainThatIsFollowedAgain() {
        server.feed("/rss", "\"1\"", "One");
        long source = follow("/rss");
        fetched(source);
        feeds.jdbc()
                .sql(
                        "update feeds.source set unused_since = now(), checked_at = now() - interval '1 hour' where id = ?")
                .param(source)
                .update();

        assertThat(follow("/rss")).isEqualTo(source);

        await().until(() -> server.asked("/rss").size() == 2);
    }

    @Test
    void asksEverythingInTimeAfterTheClockWasSetBack() {
        server.feed("/rss", "\"1\"", "One");
        long source = follow("/rss");
        fetched(source);
        feeds.jdbc()
                .sql(
                        "update feeds.source set next_fetch_at = now() + interval '400 days' where id = ?")
                .param(source)
                .update();
        feeds.jdbc().sql("update feeds.domain set next_at = now() + interval '400 days'").update();

        upkeep();

        assertThat(health(source).nextFetchAt()).isBefore(Instant.now().plus(Duration.ofHours(2)));
    }
}
