package dev.warren.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.warren.app.lab.Child;
import dev.warren.app.lab.Programs;
import dev.warren.app.lab.SshKey;
import dev.warren.app.lab.Workspace;
import dev.warren.core.database.PreparedData;
import java.io.IOException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the reader's pages ask, with the whole program, by browsers that log in with a link. */
class ReaderApiIT {

    private static final Duration QUICK = Duration.ofSeconds(60);
    private static final Pattern LINK = Pattern.compile("http://\\S+/login\\?code=(\\S+)");
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final JsonMapper JSON = JsonMapper.shared();

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static Workspace workspace;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static HttpServer site;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static Instance warren;

    @BeforeAll
    static void start() throws IOException {
        workspace = new Workspace("reader-api-it");
        site = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.77.4.1"), 0), 50);
        site.createContext(
                "/",
                exchange -> {
                    byte[] rss = rss().getBytes(UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "application/rss+xml");
                    exchange.sendResponseHeaders(200, rss.length);
                    exchange.getResponseBody().write(rss);
                    exchange.close();
                });
        site.start();
        warren =
                Instance.start(
                        workspace,
                        PreparedData.in(workspace.file("data")),
                        List.of(),
                        List.of(
                                "--warren.outbound.allow=127.77.0.0/16",
                                "--warren.feeds.pace.spacing=0s"));
    }

    @AfterAll
    static void stop() {
        warren.close();
        site.stop(0);
        workspace.close();
    }

    private static String rss() {
        StringBuilder rss =
                new StringBuilder("<rss version=\"2.0\"><channel><title>River news</title>");
        for (int i = 9; i > 0; i--) {
            rss.append(
                    "<item><guid>%1$d</guid><title>Item %1$d</title><link>https://e.example/%1$d</link><description>&lt;p&gt;Word%1$d of the &lt;b&gt;river&lt;/b&gt;&lt;script&gt;x()&lt;/script&gt;&lt;/p&gt;</description></item>"
                            .formatted(i));
        }
        return rss.append("</channel></rss>").toString();
    }

    private static String feed(String path) {
        return "http://127.77.4.1:%d/%s".formatted(site.getAddress().getPort(), path);
    }

    /**
     * Somebody's browser: cookies, and the token that its pages have for what changes something.
     */
    private static final class Browser implements AutoCloseable {

        private final HttpClient http =
                HttpClient.newBuilder()
                        .cookieHandler(new CookieManager())
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build();
        private final URI base = URI.create("http://localhost:%d/".formatted(warren.httpPort()));
        private String token = "";

        /** Logs in with the link that {@code ssh HOST login} prints. */
        static Browser of(String name) throws Exception {
            SshKey key = SshKey.make(workspace, "key-" + name);
            String code = find(LINK, login(key, name));
            Browser browser = new Browser();
            String form = browser.send("GET", "login?code=" + code, "", "").body();
            HttpResponse<String> mine =
                    browser.send(
                            "POST",
                            "login/code",
                            "application/x-www-form-urlencoded",
                            "_csrf=%s&code=%s"
                                    .formatted(URLEncoder.encode(find(CSRF, form), UTF_8), code));
            assertThat(mine.body()).contains(name);
            browser.token = find(CSRF, mine.body());
            return browser;
        }

        private static String login(SshKey key, String name) {
            List<String> command =
                    new ArrayList<>(List.of(Programs.ssh().toString(), "-F", "none", "-T"));
            for (String option :
                    List.of(
                            "BatchMode=yes",
                            "IdentitiesOnly=yes",
                            "IdentityAgent=none",
                            "IdentityFile=" + key.privateFile(),
                            "StrictHostKeyChecking=no",
                            "UserKnownHostsFile=/dev/null")) {
                command.addAll(List.of("-o", option));
            }
            command.addAll(
                    List.of(
                            "-p",
                            Integer.toString(warren.sshPort()),
                            name + "@127.0.0.1",
                            "login"));
            Child child = workspace.start("ssh-" + name, command);
            assertThat(child.awaitExit(QUICK)).as(child.output()).isZero();
            return child.output();
        }

        private static String find(Pattern pattern, String text) {
            Matcher matcher = pattern.matcher(text);
            assertThat(matcher.find()).as(text).isTrue();
            return matcher.group(1);
        }

        HttpResponse<String> send(String method, String path, String type, String body)
                throws IOException, InterruptedException {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(base.resolve(path))
                            .timeout(QUICK)
                            .method(
                                    method,
                                    body.isEmpty()
                                            ? BodyPublishers.noBody()
                                            : BodyPublishers.ofString(body));
            if (!type.isEmpty()) {
                request.header("Content-Type", type);
            }
            if (!token.isEmpty()) {
                request.header("X-XSRF-TOKEN", token);
            }
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }

        HttpResponse<String> call(String method, String path, String body)
                throws IOException, InterruptedException {
            return send(method, "api/feeds/" + path, "application/json", body);
        }

        JsonNode get(String path) throws IOException, InterruptedException {
            HttpResponse<String> answer = call("GET", path, "");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return JSON.readTree(answer.body());
        }

        JsonNode did(String method, String path, String body)
                throws IOException, InterruptedException {
            HttpResponse<String> answer = call(method, path, body);
            assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
            return JSON.readTree(answer.body());
        }

        /** Follows a feed with nine items, and waits for them. */
        long follow(String url, String folder) throws IOException, InterruptedException {
            JsonNode feed =
                    did(
                            "POST",
                            "subscriptions",
                            "{\"url\": \"%s\", \"folder\": \"%s\"}".formatted(url, folder));
            await().atMost(QUICK).until(() -> get("streams").path("unread").asLong() == 9);
            return feed.path("id").asLong();
        }

        @Override
        public void close() {
            http.close();
        }
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String words) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/problem+json");
        assertThat(JSON.readTree(answer.body()).path("detail").asString("")).contains(words);
    }

    @Test
    void readsAStreamPartByPartAndMarksIt() throws Exception {
        try (Browser alice = Browser.of("alice")) {
            long feed = alice.follow(feed("alice"), "Rivers");

            JsonNode streams = alice.get("streams");
            JsonNode folder = streams.path("folders").path(0);
            assertThat(folder.path("name").asString()).isEqualTo("Rivers");
            assertThat(folder.path("unread").asLong()).isEqualTo(9);
            assertThat(streams.path("feeds").path(0).path("stream").asString())
                    .isEqualTo("feed-" + feed);

            String stream = folder.path("stream").asString();
            JsonNode first = alice.get("entries?stream=" + stream + "&most=5");
            JsonNode second =
                    alice.get(
                            "entries?stream=%s&most=5&from=%d"
                                    .formatted(stream, first.path("next").asLong()));
            assertThat(titles(first))
                    .containsExactly("Item 9", "Item 8", "Item 7", "Item 6", "Item 5");
            assertThat(titles(second)).containsExactly("Item 4", "Item 3", "Item 2", "Item 1");
            assertThat(second.path("next").isNull()).isTrue();
            assertThat(titles(alice.get("entries?words=word3&order=oldest")))
                    .containsExactly("Item 3");
            assertThat(first.path("entries").path(0).path("excerpt").asString())
                    .isEqualTo("Word9 of the river");

            long nine = first.path("entries").path(0).path("id").asLong();
            long six = first.path("entries").path(3).path("id").asLong();
            JsonNode whole = alice.get("entries/" + nine);
            assertThat(whole.path("html").asString()).isEqualTo("<p>Word9 of the <b>river</b></p>");
            assertThat(whole.path("read").asBoolean()).isFalse();

            String marks = "{\"entries\": [%d], \"read\": true, \"starred\": true}".formatted(nine);
            assertThat(alice.did("POST", "entries/marks", marks).path("unread").asLong())
                    .isEqualTo(8);
            assertThat(titles(alice.get("entries?stream=starred"))).containsExactly("Item 9");
            String until = "{\"stream\": \"all\", \"until\": %d}".formatted(six);
            assertThat(alice.did("POST", "streams/read", until).path("read").asInt()).isEqualTo(6);
            assertThat(titles(alice.get("entries?show=unread")))
                    .containsExactly("Item 8", "Item 7");

            try (Browser bob = Browser.of("bob")) {
                assertThat(bob.get("streams").path("unread").asLong()).isZero();
                assertProblem(bob.call("GET", "entries/" + nine, ""), 404, "no such entry");
                bob.did("POST", "entries/marks", marks);
                assertProblem(bob.call("DELETE", "subscriptions/" + feed, ""), 404, "no such feed");
            }
        }
    }

    private static List<String> titles(JsonNode listed) {
        return listed.path("entries")
                .valueStream()
                .map(entry -> entry.path("title").asString())
                .toList();
    }

    @Test
    void followsSortsAndTellsOfHealth() throws Exception {
        try (Browser carol = Browser.of("carol")) {
            long feed = carol.follow(feed("carol"), "");

            JsonNode changed =
                    carol.did(
                            "PATCH",
                            "subscriptions/" + feed,
                            "{\"title\": \"Mine\", \"folder\": \"News\", \"fullText\": true}");
            assertThat(changed.path("title").asString()).isEqualTo("Mine");
            assertThat(changed.path("folder").asString()).isEqualTo("News");
            JsonNode listed = carol.get("subscriptions").path(0);
            assertThat(listed.path("fullText").asBoolean()).isTrue();
            assertThat(listed.path("health").path("failures").asInt()).isZero();
            assertThat(listed.path("health").path("next").asString()).startsWith("20");
            assertThat(listed.path("health").path("problem").isNull()).isTrue();
            assertProblem(
                    carol.call("POST", "subscriptions", "{\"url\": \"http://10.0.0.1/\"}"),
                    422,
                    "private");

            JsonNode rules =
                    carol.did(
                            "POST",
                            "rules",
                            "{\"feed\": %d, \"rule\": \"drop title ad\"}".formatted(feed));
            assertThat(rules.path(0).path("rule").asString()).isEqualTo("drop title ad");
            assertProblem(carol.call("POST", "rules", "{\"rule\": \"drop title (x\"}"), 422, "RE2");
            String rule = "rules/" + rules.path(0).path("id").asLong();
            assertThat(carol.call("DELETE", rule, "").statusCode()).isEqualTo(204);
            assertProblem(carol.call("DELETE", rule, ""), 404, "no such rule");

            HttpResponse<String> list = carol.call("GET", "opml", "");
            assertThat(list.body()).contains("text=\"News\"", feed("carol"));
            JsonNode report = carol.did("POST", "opml", list.body());
            assertThat(report.path("followed").asInt()).isEqualTo(1);
            assertProblem(carol.call("POST", "opml", "no list"), 422, "no OPML");

            assertThat(carol.get("digests")).isEmpty();
            assertThat(carol.call("DELETE", "subscriptions/" + feed, "").statusCode())
                    .isEqualTo(204);
            assertThat(carol.get("subscriptions")).isEmpty();
        }
    }

    @Test
    void wantsALogInAndForChangesThePagesToken() throws Exception {
        try (Browser stranger = new Browser();
                Browser dora = Browser.of("dora")) {
            assertThat(stranger.call("GET", "streams", "").statusCode()).isEqualTo(401);

            String token = dora.token;
            dora.token = "";
            assertThat(dora.call("POST", "streams/read", "{\"stream\": \"all\"}").statusCode())
                    .isEqualTo(403);
            assertThat(dora.call("DELETE", "subscriptions/1", "").statusCode()).isEqualTo(403);
            dora.token = token;

            assertThat(
                            dora.did("POST", "streams/read", "{\"stream\": \"all\"}")
                                    .path("read")
                                    .asInt())
                    .isZero();
            assertProblem(dora.call("GET", "entries?stream=folder-x", ""), 400, "expected: all");
            assertProblem(dora.call("GET", "entries?show=new", ""), 400, "show");
            assertProblem(
                    dora.call("POST", "entries/marks", "{\"entries\": []}"), 400, "1 to 1000");
            assertProblem(dora.call("POST", "entries/marks", "{"), 400, "body");
            assertProblem(dora.call("POST", "entries/marks", "null"), 400, "body");
            assertProblem(dora.call("POST", "rules", " ".repeat(70_000)), 413, "65536");
        }
    }
}
