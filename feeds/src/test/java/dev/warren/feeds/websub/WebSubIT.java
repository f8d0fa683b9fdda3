package dev.warren.feeds.websub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.warren.core.people.Account;
import dev.warren.feeds.it.FeedServer;
import dev.warren.feeds.it.ForbiddenAddresses;
import dev.warren.feeds.it.RunningFeeds;
import dev.warren.feeds.source.Followed;
import dev.warren.feeds.source.SourceHealth;
import dev.warren.feeds.source.Sources;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hubs that send news, and those who pretend to be one. */
class WebSubIT {

    private static final String LEASE = "864000";

    @TempDir private static Path data;
    private static RunningFeeds feeds;
    private static Account alice;
    private static Sources sources;
    private static int number = 1;

    private final HttpClient client = HttpClient.newHttpClient();
    private FeedServer publisher;
    private FeedServer hub;

    @BeforeAll
    static void startOnce() {
        feeds =
                RunningFeeds.start(
                        data,
                        "warren.feeds.fetch.poll",
                        "20ms",
                        "warren.feeds.websub.url",
                        "https://warren.example.org");
        feeds.stopUpkeep("feedsHubs");
        alice = feeds.person("alice", 1).account();
        sources = feeds.bean(Sources.class);
    }

    @AfterAll
    static void stopOnce() {
        feeds.close();
    }

    @BeforeEach
    void start() {
        number++;
        publisher = FeedServer.start("127.77.2." + number);
        hub = FeedServer.start("127.77.3." + number);
        hub.on("/", exchange -> FeedServer.send(exchange, 202, ""));
    }

    @AfterEach
    void stop() {
        client.close();
        publisher.close();
        hub.close();
    }

    private static Subscriber subscriber() {
        return feeds.bean(Subscriber.class);
    }

    private long followWithHub(String hubUrl) {
        publishWithHub(hubUrl, "One");
        long id =
                switch (sources.follow(publisher.url("/feed"), alice)) {
                    case Followed.Source source -> source.id();
                    case Followed.Refused refused -> throw new AssertionError(refused.reason());
                };
        await().until(() -> health(id).fetchedAt().isPresent());
        subscriber().run();
        return id;
    }

    private void publishWithHub(String hubUrl, String... titles) {
        publisher.on(
                "/feed",
                exchange -> {
                    exchange.getResponseHeaders()
                            .set(
                                    "Link",
                                    "<%s>; rel=hub, <%s>; rel=self"
                                            .formatted(hubUrl, publisher.url("/feed")));
                    FeedServer.send(exchange, 200, FeedServer.rss(titles));
                });
    }

    private static SourceHealth health(long source) {
        return sources.health(List.of(source)).getFirst();
    }

    private static List<String> titles(long source) {
        return feeds.jdbc()
                .sql("select title from feeds.item where source_id = ? order by id")
                .param(source)
                .query((row, _) -> row.getString(1))
                .list();
    }

    /** What the hub was asked. */
    private Map<String, String> asked() {
        await().until(() -> !hub.asked("/").isEmpty());
        Map<String, String> form = new HashMap<>();
        for (String field : new String(hub.asked("/").getLast().body(), UTF_8).split("&")) {
            String[] parts = field.split("=", 2);
            form.put(parts[0], URLDecoder.decode(parts[1], UTF_8));
        }
        return form;
    }

    private static String field(Map<String, String> form, String name) {
        return Objects.requireNonNull(form.get(name), name);
    }

    private static URI here(String callback, String query) {
        URI url = URI.create(callback);
        return URI.create("http://127.0.0.1:" + feeds.port() + url.getPath() + query);
    }

    private HttpResponse<String> verify(
            String callback, String mode, String topic, String challenge)
            throws IOException, InterruptedException {
        String query =
                "?hub.mode=%s&hub.topic=%s&hub.challenge=%s&hub.lease_seconds=%s"
                        .formatted(mode, topic, challenge, LEASE);
        return client.send(
                HttpRequest.newBuilder(here(callback, query)).build(), BodyHandlers.ofString());
    }

    private int send(String callback, String body, String signature)
            throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(here(callback, ""))
                                .header("Content-Type", "application/rss+xml")
                                .header("X-Hub-Signature", signature)
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private static String sign(String secret, String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
    }

    @Test
    void ordersNewsAndTakesThem() throws Exception {
        long source = followWithHub(hub.url("/"));
        Map<String, String> order = asked();
        String callback = field(order, "hub.callback");

        assertThat(order)
                .containsEntry("hub.mode", "subscribe")
                .containsEntry("hub.topic", publisher.url("/feed"));
        assertThat(callback).startsWith("https://warren.example.org/feeds/websub/");
        HttpResponse<String> verified =
                verify(callback, "subscribe", publisher.url("/feed"), "abc123");
        assertThat(verified.statusCode()).isEqualTo(200);
        assertThat(verified.body()).isEqualTo("abc123");

        String news = FeedServer.rss("Two", "One");
        assertThat(send(callback, news, sign(field(order, "hub.secret"), news))).isEqualTo(202);

        assertThat(titles(source)).containsExactly("One", "Two");
    }

    @Test
    void asksAFeedLessAsLongAsItsHubSends() throws Exception {
        long source = followWithHub(hub.url("/"));
        verify(field(asked(), "hub.callback"), "subscribe", publisher.url("/feed"), "x");
        publishWithHub(hub.url("/"), "Two", "One");
        Instant before = health(source).checkedAt().orElseThrow();
        fetchAgain(source);

        await().until(() -> health(source).checkedAt().orElseThrow().isAfter(before));

        assertThat(health(source).nextFetchAt()).isAfter(Instant.now().plus(Duration.ofHours(10)));
    }

    private static void fetchAgain(long source) {
        feeds.jdbc()
                .sql(
                        """
                        with s as (update feeds.source set next_fetch_at = now(), rest_until = null
                            where id = ? returning domain)
                        update feeds.domain d set due_at = now(), next_at = now() from s where d.name = s.domain
                        """)
                .param(source)
                .update();
    }

    @Test
    void fetchesWhatAHubOnlyHintsAt() throws Exception {
        long source = followWithHub(hub.url("/"));
        Map<String, String> order = asked();
        publishWithHub(hub.url("/"), "Two", "One");
        feeds.jdbc()
                .sql("update feeds.source set checked_at = now() - interval '1 hour' where id = ?")
                .param(source)
                .update();

        send(field(order, "hub.callback"), "", sign(field(order, "hub.secret"), ""));

        await().until(() -> titles(source).contains("Two"));
    }

    @Test
    void ignoresWhatIsSignedWrongly() throws Exception {
        long source = followWithHub(hub.url("/"));
        String callback = field(asked(), "hub.callback");
        String forged = FeedServer.rss("Forged");

        assertThat(send(callback, forged, sign("guess", forged))).isEqualTo(202);
        assertThat(send(callback, forged, "sha256=")).isEqualTo(202);
        assertThat(send(callback, forged, "none")).isEqualTo(202);

        assertThat(titles(source)).containsExactly("One");
    }

    @Test
    void changesNothingWhenAnOldMessageComesAgain() throws Exception {
        long source = followWithHub(hub.url("/"));
        Map<String, String> order = asked();
        String old = FeedServer.rss("One").replace("Text", "An older text");

        send(field(order, "hub.callback"), old, sign(field(order, "hub.secret"), old));
        send(field(order, "hub.callback"), old, sign(field(order, "hub.secret"), old));

        assertThat(titles(source)).containsExactly("One");
        assertThat(
                        feeds.jdbc()
                                .sql(
                                        "select summary || content from feeds.item where source_id = ?")
                                .param(source)
                                .query(String.class)
                                .single())
                .doesNotContain("older");
    }

    @Test
    void answersNobodyWhoWasNotAsked() throws Exception {
        long source = followWithHub(hub.url("/"));
        String callback = field(asked(), "hub.callback");
        String topic = publisher.url("/feed");
        String foreign = callback.substring(0, callback.length() - 4) + "AAAA";

        assertThat(verify(foreign, "subscribe", topic, "x").statusCode()).isEqualTo(404);
        assertThat(verify(callback, "subscribe", topic + "2", "x").statusCode()).isEqualTo(404);
        assertThat(verify(callback, "unsubscribe", topic, "x").statusCode()).isEqualTo(404);
        assertThat(verify(callback, "subscribe", topic, "").statusCode()).isEqualTo(404);
        assertThat(send(foreign, "x", "sha1=00")).isEqualTo(410);
        assertThat(pushed(source)).isFalse();
    }

    private static boolean pushed(long source) {
        return feeds.jdbc()
                .sql("select pushed_until is not null from feeds.source where id = ?")
                .param(source)
                .query(Boolean.class)
                .single();
    }

    @Test
    void asksAsUsualWhenTheHubSaysNo() throws Exception {
        long source = followWithHub(hub.url("/"));
        String callback = field(asked(), "hub.callback");
        String topic = publisher.url("/feed");
        verify(callback, "subscribe", topic, "x");
        assertThat(pushed(source)).isTrue();

        assertThat(verify(callback, "denied", topic, "").statusCode()).isEqualTo(200);

        assertThat(pushed(source)).isFalse();
    }

    @Test
    void ordersAgainBeforeTheHubStops() throws Exception {
        long source = followWithHub(hub.url("/"));
        verify(field(asked(), "hub.callback"), "subscribe", publisher.url("/feed"), "x");
        subscriber().run();
        assertThat(hub.asked("/")).hasSize(1);

        feeds.jdbc()
                .sql(
                        "update feeds.hub_subscription set ask_at = ask_at - interval '7.6 days' where source_id = ?")
                .param(source)
                .update();
        subscriber().run();

        assertThat(hub.asked("/")).hasSize(2);
    }

    @Test
    void takesNoMoreThanAFeedMayHave() throws Exception {
        followWithHub(hub.url("/"));
        Map<String, String> order = asked();
        String huge = FeedServer.rss("Two") + " ".repeat(6 << 20);

        assertThat(send(field(order, "hub.callback"), huge, sign(field(order, "hub.secret"), huge)))
                .isEqualTo(413);
        await().untilAsserted(() -> assertThat(feeds.budget().used()).isZero());
    }

    @Test
    void asksNoHubAtAForbiddenAddress() {
        try (FeedServer canary = FeedServer.start("0.0.0.0")) {
            long source = followWithHub(hub.url("/"));
            ForbiddenAddresses.all(canary.port())
                    .forEach(url -> {
                        feeds.jdbc()
                                .sql("update feeds.source set hub_url = ? where id = ?")
                                .params(url, source)
                                .update();
                        subscriber().run();
                        assertThat(problem(source)).contains("cannot be reached");
                    });

            assertThat(canary.asked()).isEmpty();
        }
    }

    private static String problem(long source) {
        return feeds.jdbc()
                .sql("select problem from feeds.hub_subscription where source_id = ?")
                .param(source)
                .query(String.class)
                .single();
    }
}
