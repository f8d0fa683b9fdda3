package dev.warren.feeds.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.feeds.it.RunningFeeds.Person;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.DigestUtils;
import tools.jackson.databind.JsonNode;

/**
 * Conversations as phone and desktop apps have them, by the API of Google Reader and by Fever's.
 */
class AppsIT {

    private static final String API = "/api/greader.php/reader/api/0/";
    private static final String FEED = "http://127.77.0.1:9999/feed";
    private static final String READING_LIST = "user/-/state/com.google/reading-list";
    private static final String READ = "user/-/state/com.google/read";
    private static final String STARRED = "user/-/state/com.google/starred";

    @TempDir private static Path data;
    private static RunningFeeds feeds;
    private static int people;

    private Person person;
    private App app;

    @BeforeAll
    static void start() {
        feeds =
                RunningFeeds.start(
                        data,
                        "warren.feeds.api.failed-logins",
                        "20",
                        "warren.http.trusted-proxies",
                        "127.0.0.1");
    }

    @AfterAll
    static void stop() {
        feeds.close();
    }

    @BeforeEach
    void logIn() throws Exception {
        people++;
        person = feeds.person("reader" + (char) ('a' + people), people);
        app = new App(feeds.port());
        HttpResponse<String> answer =
                app.post(
                        "/api/greader.php/accounts/ClientLogin",
                        "Email",
                        person.account().name().value(),
                        "Passwd",
                        person.token());
        assertThat(answer.statusCode()).isEqualTo(200);
        String auth =
                answer.body()
                        .lines()
                        .filter(line -> line.startsWith("Auth="))
                        .findFirst()
                        .orElseThrow()
                        .substring(5);
        app.authorized("GoogleLogin auth=" + auth);
    }

    @AfterEach
    void everythingGivenBack() {
        app.close();
        MemoryBudget budget = feeds.budget();
        assertThat(budget.used()).isZero();
    }

    @Test
    void followsReadsStarsAndMarksByTheApiOfGoogleReader() throws Exception {
        String feed = follow(FEED + person.account().name(), "News");
        List<Long> items = new Publisher(feeds).publish(url(), "one", "two", "three");

        JsonNode unread = app.json(API + "unread-count?output=json");
        JsonNode refs = app.json(API + "stream/items/ids?s=" + READING_LIST + "&n=2&xt=" + READ);
        JsonNode next =
                app.json(
                        API
                                + "stream/items/ids?s="
                                + READING_LIST
                                + "&n=2&c="
                                + refs.get("continuation").asString());
        JsonNode contents =
                App.tree(
                        app.post(
                                API + "stream/items/contents",
                                "i",
                                "tag:google.com,2005:reader/item/%016x"
                                        .formatted(told(items.get(0))),
                                "i",
                                String.valueOf(told(items.get(1)))));

        assertThat(unread.get("unreadcounts").valueStream().map(one -> one.get("id").asString()))
                .containsExactlyInAnyOrder(feed, "user/-/label/News", READING_LIST);
        assertThat(unread.get("max").asInt()).isEqualTo(3);
        assertThat(numbers(refs)).containsExactly(items.get(2), items.get(1));
        assertThat(numbers(next)).containsExactly(items.get(0));
        assertThat(next.has("continuation")).isFalse();
        JsonNode first = contents.get("items").get(0);
        assertThat(first.get("title").asString()).isEqualTo("one");
        assertThat(first.get("summary").get("content").asString()).isEqualTo("<p>one</p>");
        assertThat(first.get("alternate").get(0).get("href").asString())
                .isEqualTo("https://site.example/one");
        assertThat(first.get("origin").get("streamId").asString()).isEqualTo(feed);
        assertThat(first.get("enclosure").get(0).get("type").asString()).isEqualTo("audio/mpeg");

        edit(items.get(0), "a", READ);
        edit(items.get(1), "a", STARRED);
        edit(items.get(1), "a", "user/-/label/later");

        assertThat(numbers(app.json(API + "stream/items/ids?s=" + READING_LIST + "&xt=" + READ)))
                .containsExactly(items.get(2), items.get(1));
        assertThat(numbers(app.json(API + "stream/items/ids?s=" + STARRED)))
                .containsExactly(items.get(1));
        assertThat(numbers(app.json(API + "stream/items/ids?s=user/-/label/later")))
                .containsExactly(items.get(1));
        assertThat(titles(app.json(API + "stream/contents/user/-/label/News?r=o&n=10")))
                .containsExactly("one", "two", "three");

        app.post(API + "mark-all-as-read", "s", feed, "T", "x");

        assertThat(app.json(API + "unread-count").get("unreadcounts").isEmpty()).isTrue();
        edit(items.get(2), "r", READ);
        assertThat(numbers(app.json(API + "stream/items/ids?s=" + feed + "&xt=" + READ)))
                .containsExactly(items.get(2));
    }

    @Test
    void changesSubscriptionsAndLabels() throws Exception {
        String feed = follow(FEED + person.account().name(), "Old");
        assertThat(
                        app.post(
                                        API + "rename-tag",
                                        "s",
                                        "user/-/label/Old",
                                        "dest",
                                        "user/-/label/New")
                                .body())
                .isEqualTo("OK");
        app.post(API + "subscription/edit", "ac", "edit", "s", feed, "t", "Mine");

        JsonNode subscription = app.json(API + "subscription/list").get("subscriptions").get(0);

        assertThat(subscription.get("title").asString()).isEqualTo("Mine");
        assertThat(subscription.get("url").asString()).isEqualTo(url());
        assertThat(subscription.get("categories").get(0).get("label").asString()).isEqualTo("New");
        assertThat(app.json(API + "tag/list").toString()).contains("user/-/label/New");

        assertThat(app.post(API + "disable-tag", "s", "user/-/label/New").body()).isEqualTo("OK");
        app.post(API + "subscription/edit", "ac", "unsubscribe", "s", feed);

        assertThat(app.json(API + "subscription/list").get("subscriptions").isEmpty()).isTrue();
        assertThat(app.json(API + "tag/list").toString()).doesNotContain("label");
    }

    @Test
    void changesHundredsOfItemsAtOnce() throws Exception {
        String feed = follow(FEED + person.account().name(), "");
        String[] titles = IntStream.range(0, 600).mapToObj(i -> "item " + i).toArray(String[]::new);
        List<Long> items = new Publisher(feeds).publish(url(), titles);
        List<String> form = new ArrayList<>(List.of("a", READ, "T", "x"));
        items.forEach(item -> {
            form.add("i");
            form.add("tag:google.com,2005:reader/item/%016x".formatted(told(item)));
        });

        HttpResponse<String> answer = app.post(API + "edit-tag", form.toArray(String[]::new));

        assertThat(answer.body()).isEqualTo("OK");
        assertThat(numbers(app.json(API + "stream/items/ids?n=1000&s=" + feed + "&xt=" + READ)))
                .isEmpty();
        assertThat(numbers(app.json(API + "stream/items/ids?n=1000&s=" + feed))).hasSize(600);
    }

    @Test
    void importsAndExportsLists() throws Exception {
        String list =
                """
                <opml version="2.0"><body><outline text="Tech">
                <outline text="A" xmlUrl="http://127.77.0.1:9999/%s-a"/>
                <outline text="B" xmlUrl="ftp://b.example/"/></outline></body></opml>
                """
                        .formatted(person.account().name());

        assertThat(app.postBody(API + "subscription/import", "text/x-opml", list).body())
                .isEqualTo("OK");
        assertThat(app.postBody(API + "subscription/import", "text/x-opml", "no").statusCode())
                .isEqualTo(400);

        assertThat(app.get(API + "subscription/export").body())
                .contains("<outline text=\"Tech\">", "xmlUrl=\"http://127.77.0.1:9999/")
                .doesNotContain("b.example");
    }

    @Test
    void keepsReadersApart() throws Exception {
        follow(FEED + person.account().name(), "");
        List<Long> items = new Publisher(feeds).publish(url(), "mine");
        Person other = feeds.person("other" + (char) ('a' + people), 1000 + people);

        try (App theirs = new App(feeds.port())) {
            theirs.authorized("GoogleLogin auth=" + other.account().name() + "/" + other.token());
            theirs.post(API + "edit-tag", "i", String.valueOf(told(items.get(0))), "a", READ);

            assertThat(
                            titles(
                                    App.tree(
                                            theirs.post(
                                                    API + "stream/items/contents",
                                                    "i",
                                                    String.valueOf(told(items.get(0)))))))
                    .isEmpty();
            assertThat(theirs.json(API + "subscription/list").get("subscriptions").isEmpty())
                    .isTrue();
        }
        assertThat(app.json(API + "unread-count").get("max").asInt()).isEqualTo(1);
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        assertThat(app.get(API + "stream/items/ids?s=user/-/label/none").statusCode())
                .isEqualTo(404);
        assertThat(app.get(API + "no/such").statusCode()).isEqualTo(404);
        assertThat(app.json(API + "subscription/list").get("subscriptions").isEmpty()).isTrue();
        JsonNode added =
                App.tree(app.post(API + "subscription/quickadd", "quickadd", "http://10.0.0.1/x"));
        assertThat(added.get("numResults").asInt()).isZero();
        assertThat(added.get("error").asString()).contains("private");
        String huge = "x".repeat(300_000);
        assertThat(app.post(API + "edit-tag", "i", huge).statusCode()).isEqualTo(400);
    }

    @Test
    void speaksFever() throws Exception {
        follow(FEED + person.account().name(), "News");
        List<Long> items = new Publisher(feeds).publish(url(), "one", "two");
        String key = fever(person.token());

        JsonNode all =
                App.tree(
                        app.post(
                                "/fever/?api&groups&feeds&favicons&items&unread_item_ids&saved_item_ids",
                                "api_key",
                                key));

        assertThat(all.get("auth").asInt()).as(all.toString()).isEqualTo(1);
        assertThat(all.get("api_version").asInt()).isEqualTo(3);
        assertThat(all.get("groups").get(0).get("title").asString()).isEqualTo("News");
        assertThat(all.get("feeds").get(0).get("url").asString()).isEqualTo(url());
        assertThat(all.get("feeds_groups").get(0).get("feed_ids").asString())
                .isEqualTo(all.get("feeds").get(0).get("id").asString());
        assertThat(all.get("items").get(0).get("html").asString()).isEqualTo("<p>one</p>");
        assertThat(all.get("total_items").asInt()).isEqualTo(2);
        assertThat(all.get("unread_item_ids").asString())
                .isEqualTo(items.get(1) + "," + items.get(0));

        app.post("/fever/?api&mark=item&as=saved&id=" + items.get(0), "api_key", key);
        app.post("/fever/?api", "api_key", key, "mark", "group", "as", "read", "id", "0");

        JsonNode after =
                App.tree(app.post("/fever/?api&unread_item_ids&saved_item_ids", "api_key", key));
        assertThat(after.get("unread_item_ids").asString()).isEmpty();
        assertThat(after.get("saved_item_ids").asString()).isEqualTo(String.valueOf(items.get(0)));
        JsonNode page =
                App.tree(app.post("/fever/?api&items&since_id=" + items.get(0), "api_key", key));
        assertThat(page.get("items").size()).isEqualTo(1);
        String feed = "feed/" + all.get("feeds").get(0).get("id").asString();
        app.post(API + "subscription/edit", "ac", "unsubscribe", "s", feed);
        JsonNode unfollowed =
                App.tree(app.post("/fever/?api&items&saved_item_ids", "api_key", key));
        assertThat(unfollowed.get("items")).isEmpty();
        assertThat(unfollowed.get("saved_item_ids").asString()).isEmpty();
        JsonNode nobody = App.tree(app.post("/fever/?api&items", "api_key", fever("wrn_no")));
        assertThat(nobody.get("auth").asInt()).isZero();
        assertThat(nobody.has("items")).isFalse();
    }

    /** Asks for what is unread, then for texts by hexadecimal numbers without leading zeros. */
    @Test
    void servesNetNewsWire() throws Exception {
        follow(FEED + person.account().name(), "News");
        List<Long> items = new Publisher(feeds).publish(url(), "one", "two", "three");

        List<Long> unread =
                numbers(
                        app.json(
                                API
                                        + "stream/items/ids?ot=1700000000.123456&n=10000&output=json&xt="
                                        + READ
                                        + "&s="
                                        + READING_LIST));
        JsonNode texts =
                App.tree(
                        app.post(
                                API + "stream/items/contents",
                                "T",
                                app.get(API + "token").body(),
                                "output",
                                "json",
                                "i",
                                Long.toHexString(told(items.get(2))),
                                "i",
                                Long.toHexString(told(items.get(0)))));
        app.post(API + "edit-tag", "T", "x", "i", "%016x".formatted(told(items.get(1))), "a", READ);
        JsonNode late =
                app.json(API + "stream/items/ids?ot=4000000000.5&output=json&s=" + READING_LIST);

        assertThat(unread).containsExactlyElementsOf(items.reversed());
        assertThat(titles(texts)).containsExactly("three", "one");
        assertThat(texts.get("updated").isNumber()).isTrue();
        assertThat(texts.get("items").get(0).get("alternate").get(0).has("href")).isTrue();
        assertThat(numbers(app.json(API + "stream/items/ids?s=" + READING_LIST + "&xt=" + READ)))
                .containsExactly(items.get(2), items.get(0));
        assertThat(numbers(late)).isEmpty();
    }

    /** Names no stream, and takes the first entry for the newest. */
    @Test
    void servesFluentReader() throws Exception {
        String feed = follow(FEED + person.account().name(), "News");
        List<Long> items = new Publisher(feeds).publish(url(), "one", "two", "three");

        JsonNode first = app.json(API + "stream/contents?output=json&n=2");
        JsonNode rest =
                app.json(
                        API
                                + "stream/contents?output=json&n=2&c="
                                + first.get("continuation").asString());
        app.post(API + "edit-tag", "i", String.valueOf(told(items.get(0))), "a", STARRED);

        assertThat(first.get("id").asString()).isEqualTo("user/-/state/com.google/reading-list");
        assertThat(titles(first)).containsExactly("three", "two");
        assertThat(titles(rest)).containsExactly("one");
        JsonNode entry = first.get("items").get(0);
        assertThat(entry.get("origin").get("streamId").asString()).isEqualTo(feed);
        assertThat(entry.get("canonical").get(0).get("href").asString()).startsWith("https://");
        assertThat(entry.get("crawlTimeMsec").isString()).isTrue();
        assertThat(numbers(app.json(API + "stream/items/ids?output=json&n=1000&it=" + STARRED)))
                .containsExactly(items.get(0));
    }

    /** What is read is a stream to it, and what changes is said in query and body. */
    @Test
    void servesReadYou() throws Exception {
        String added =
                app.post(
                                API + "subscription/quickadd?output=json&quickadd=" + url(),
                                "quickadd",
                                url(),
                                "T",
                                "x")
                        .body();
        List<Long> items = new Publisher(feeds).publish(url(), "one", "two");
        app.post(
                API + "edit-tag?output=json",
                "i",
                "tag:google.com,2005:reader/item/%016x".formatted(told(items.get(0))),
                "a",
                READ);

        JsonNode read = app.json(API + "stream/items/ids?output=json&n=10000&ot=0&s=" + READ);
        JsonNode texts =
                App.tree(
                        app.post(
                                API + "stream/items/contents?output=json",
                                "i",
                                "%016x".formatted(told(items.get(1)))));

        assertThat(added).contains("\"numResults\":1", "\"streamId\":\"feed/");
        assertThat(numbers(read)).containsExactly(items.get(0));
        assertThat(titles(texts)).containsExactly("two");
    }

    @Test
    void slowsDownWhoTriesTokens() throws Exception {
        try (App stranger = new App(feeds.port()).from("203.0.113.5")) {
            List<Integer> answers = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                answers.add(
                        stranger.authorized("GoogleLogin auth=x/wrn_" + i)
                                .get(API + "user-info")
                                .statusCode());
            }

            assertThat(answers).startsWith(401).endsWith(429);
        }
    }

    private String follow(String url, String folder) throws Exception {
        HttpResponse<String> answer =
                app.post(
                        API + "subscription/edit",
                        "ac",
                        "subscribe",
                        "s",
                        "feed/" + url,
                        "a",
                        folder.isEmpty() ? "" : "user/-/label/" + folder);
        assertThat(answer.body()).isEqualTo("OK");
        return app.json(API + "subscription/list").get("subscriptions").get(0).get("id").asString();
    }

    private String url() {
        return FEED + person.account().name();
    }

    private void edit(long item, String verb, String state) throws Exception {
        assertThat(app.post(API + "edit-tag", "i", String.valueOf(told(item)), verb, state).body())
                .isEqualTo("OK");
    }

    private static List<Long> numbers(JsonNode refs) {
        return refs.get("itemRefs")
                .valueStream()
                .map(ref -> Long.parseLong(ref.get("id").asString()) - told(0))
                .toList();
    }

    /** The number of an item as apps of Google Reader are told it. */
    private static long told(long item) {
        return 0xa_0000_0000_0000L + item;
    }

    private static List<String> titles(JsonNode contents) {
        return contents.get("items").valueStream().map(i -> i.get("title").asString()).toList();
    }

    private String fever(String token) {
        return DigestUtils.md5DigestAsHex((person.account().name() + ":" + token).getBytes(UTF_8));
    }
}
