package dev.warren.feeds.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.warren.core.people.Account;
import dev.warren.core.testing.SmtpServer;
import dev.warren.core.testing.SmtpServer.Mood;
import dev.warren.core.testing.SmtpServer.Received;
import dev.warren.feeds.digest.Digest;
import dev.warren.feeds.digest.DigestRunner;
import dev.warren.feeds.digest.Digests;
import dev.warren.feeds.mail.Consents.Standing;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Digests from news to the mail server. */
class DigestIT {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    @TempDir
    @SuppressWarnings("NullAway.Init") // made by JUnit
    private static Path data;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static SmtpServer server;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static RunningFeeds feeds;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static Account alice;

    private String address = "";

    @BeforeAll
    static void start() throws IOException {
        server = new SmtpServer();
        feeds =
                RunningFeeds.start(
                        data,
                        "warren.mail.host",
                        "127.0.0.1",
                        "warren.mail.port",
                        Integer.toString(server.port()),
                        "warren.mail.tls",
                        "none",
                        "warren.mail.from",
                        "news@example.org",
                        "warren.mail.poll",
                        "50ms",
                        "warren.mail.retry",
                        "200ms",
                        "warren.mail.timeout",
                        "1s",
                        "warren.mail.domain-pause",
                        "0s",
                        "warren.feeds.digest.poll",
                        "100ms",
                        "warren.feeds.digest.first-items",
                        "3",
                        "warren.feeds.digest.mails-per-day",
                        "1000");
        alice = feeds.person("alice", 1).account();
    }

    @AfterAll
    static void stop() throws IOException {
        feeds.close();
        server.close();
    }

    @BeforeEach
    void begin() {
        server.mood(Mood.GOOD);
        address = "reader%d@example.com".formatted(NUMBER.incrementAndGet());
    }

    private static Digests digests() {
        return feeds.bean(Digests.class);
    }

    /** A file to this test's reader, who agreed. */
    private Digest agreed(String more) {
        Digest digest = kept(more);
        feeds.jdbc()
                .sql("update feeds.mail_address set state = 'confirmed' where address = ?")
                .param(address)
                .update();
        // the question may be on its way
        await().until(() -> !mails().isEmpty());
        return digest;
    }

    private Digest kept(String more) {
        String name = "file%d.txt".formatted(NUMBER.incrementAndGet());
        String text =
                "=: email %s\n=: cron 0 7 * * *\n%shttps://%s.example/feed\n"
                        .formatted(address, more, name);
        Digests.Outcome outcome = digests().keep(alice, name, text.getBytes(UTF_8));
        assertThat(outcome).isInstanceOf(Digests.Outcome.Kept.class);
        Digest digest = ((Digests.Outcome.Kept) outcome).digest();
        // nothing is to be fetched
        feeds.jdbc()
                .sql(
                        "update feeds.source set fetched_at = now(), checked_at = now(), next_fetch_at = now() + interval '1 day' where id in (select source_id from feeds.digest_source where digest_id = ?)")
                .param(digest.id())
                .update();
        return digest;
    }

    private static long source(Digest digest) {
        return feeds.jdbc()
                .sql("select source_id from feeds.digest_source where digest_id = ?")
                .param(digest.id())
                .query(Long.class)
                .single();
    }

    private static void news(Digest digest, String... titles) {
        for (String title : titles) {
            item(digest, title, "<p>text of " + title.replace("<", "&lt;") + "</p>");
        }
    }

    /** As if it had just been fetched. */
    private static void item(Digest digest, String title, String content) {
        feeds.jdbc()
                .sql(
                        """
                        insert into feeds.item (source_id, uid, guid, url, title, author, content,
                            published_at, seen_at, changed_at, hash)
                        values (:source, sha256(:guid), :title, 'https://site.example/item', :title,
                            'somebody', :content, clock_timestamp(), now(), now(), '')
                        on conflict do nothing\
                        """)
                .param("source", source(digest))
                .param("guid", title.getBytes(UTF_8))
                .param("title", title.replace("\0", ""))
                .param("content", content)
                .update();
    }

    private static void due(Digest digest) {
        feeds.jdbc()
                .sql(
                        "update feeds.digest set next_run_at = now() - interval '1 minute' where id = ?")
                .param(digest.id())
                .update();
    }

    private static void dueAndDone(Digest digest) {
        due(digest);
        await().until(() -> now(digest).nextRunAt().isAfter(Instant.now()));
    }

    private static Digest now(Digest digest) {
        return digests().find(alice, digest.name()).orElseThrow();
    }

    private List<Received> mails() {
        return server.received().stream().filter(mail -> mail.to().equals(address)).toList();
    }

    /** All but questions. */
    private List<Received> digestMails() {
        return mails().stream().filter(mail -> !mail.header("List-Id").isEmpty()).toList();
    }

    private Received awaitMail() {
        await().until(() -> !digestMails().isEmpty());
        return digestMails().getLast();
    }

    private static HttpResponse<String> http(String method, String url, String body)
            throws Exception {
        URI there = URI.create(url);
        URI here = URI.create("http://localhost:" + feeds.port() + there.getPath());
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(here)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String link(String text, String path) {
        Matcher matcher = Pattern.compile("http[^\\s<>\"]*" + path + "[0-9a-f]{40}").matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group();
    }

    @Test
    void asksAnAddressBeforeItGetsDigestsAndLookingIsNoAnswer() throws Exception {
        Digest digest = kept("");
        news(digest, "one");
        due(digest);
        await().until(() -> !mails().isEmpty());
        String link = link(MailFaces.of(mails().getFirst()).getFirst(), "/feeds/mail/consent/");

        HttpResponse<String> page = http("GET", link, "");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<button").contains(address);
        assertThat(digests().standing(alice, digest)).isEqualTo(Standing.ASKED);
        assertThat(digestMails()).isEmpty();
        assertThat(now(digest).lastRunAt()).isEmpty();

        http("POST", link, "do=yes");

        assertThat(MailFaces.of(awaitMail()).getFirst()).contains("text of one");
        assertThat(mails()).hasSize(2);
    }

    @Test
    void mailsNewsOnceAndBeginsWithTheNewest() throws Exception {
        Digest digest = agreed("");
        news(digest, "a", "b", "c", "d", "e");

        dueAndDone(digest);
        assertThat(awaitMail().header("Subject")).contains("3 items");
        dueAndDone(digest);
        news(digest, "f", "e");
        dueAndDone(digest);

        await().until(() -> digestMails().size() == 2);
        assertThat(digestMails().getLast().header("Subject")).endsWith(": 1 item");
        assertThat(MailFaces.of(digestMails().getLast()).getFirst())
                .contains("text of f")
                .doesNotContain("text of e");
        assertThat(digests().runs(digest, 5))
                .extracting(run -> run.items())
                .containsExactly(1, 0, 3);
    }

    @Test
    void hasTheHeadersOfAListAndUnsubscribesByOneClickOnly() throws Exception {
        Digest digest = agreed("=: title Morning\n");
        news(digest, "one");
        dueAndDone(digest);
        Received mail = awaitMail();

        String link = mail.header("List-Unsubscribe").replaceAll("[<>]", "");
        assertThat(mail.header("List-Unsubscribe-Post")).isEqualTo("List-Unsubscribe=One-Click");
        assertThat(mail.header("List-Id"))
                .isEqualTo(
                        "<%s.alice.feeds.example.org>".formatted(digest.name().replace(".", "-")));
        assertThat(mail.header("Message-ID")).matches("<d\\d+\\.r\\d+\\.1@example\\.org>");
        assertThat(mail.header("Auto-Submitted")).isEqualTo("auto-generated");
        assertThat(mail.header("From")).isEqualTo("\"Warren\" <news@example.org>");
        assertThat(MailFaces.of(mail)).allMatch(face -> face.contains(link));

        assertThat(http("GET", link, "").body()).contains("<button");
        assertThat(http("HEAD", link, "").statusCode()).isEqualTo(200);
        assertThat(now(digest).paused()).isEmpty();
        assertThat(http("POST", link, "List-Unsubscribe=One-Click").statusCode()).isEqualTo(200);

        assertThat(now(digest).paused()).contains("its reader unsubscribed");
        assertThat(digests().standing(alice, digest)).isEqualTo(Standing.REFUSED);
        digests().keep(alice, digest.name(), digest.content().getBytes(UTF_8));
        news(digest, "two");
        due(digest);
        http("POST", link, "do=again");
        await().until(() -> digestMails().size() == 2);
        assertThat(http("GET", link.substring(0, link.length() - 1) + "f0", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void losesNothingAndRepeatsNothingWhileTheMailServerIsAway() {
        Digest digest = agreed("");
        for (Mood mood : List.of(Mood.CLOSED, Mood.BUSY, Mood.SILENT)) {
            server.mood(mood);
            news(digest, "while " + mood);
            dueAndDone(digest);
        }
        assertThat(digestMails()).isEmpty();

        server.mood(Mood.GOOD);

        await().atMost(Duration.ofSeconds(30)).until(() -> digestMails().size() == 3);
        assertThat(digestMails())
                .extracting(mail -> mail.header("Message-ID"))
                .doesNotHaveDuplicates();
    }

    @Test
    void pausesWhatIsRefusedForGoodAndForgetsNothingOfIt() {
        Digest digest = agreed("");
        server.mood(Mood.UNKNOWN_RECIPIENT);
        news(digest, "one");
        dueAndDone(digest);

        await().until(() -> now(digest).paused().isPresent());

        assertThat(now(digest).paused().orElseThrow()).contains("no such user").contains(address);
        server.mood(Mood.GOOD);
        digests().keep(alice, digest.name(), digest.content().getBytes(UTF_8));
        dueAndDone(digest);
        assertThat(awaitMail().header("Subject")).endsWith(": 1 item");
    }

    @Test
    void mailsEachItemFiltersAndSplits() throws Exception {
        Digest each = agreed("=: mode items\n=: filter good\n=: filter !bad\n=: max_items 2\n");
        dueAndDone(each);
        news(each, "good one", "other", "good two", "good and bad");
        dueAndDone(each);
        await().until(() -> digestMails().size() == 2);
        assertThat(digestMails())
                .extracting(mail -> mail.header("Subject"))
                .containsExactlyInAnyOrder("good one", "good two");

        address = "split%d@example.com".formatted(NUMBER.incrementAndGet());
        Digest split = agreed("=: max_items 2\n");
        dueAndDone(split);
        news(split, "1", "2", "3", "4", "5");
        dueAndDone(split);

        await().until(() -> digestMails().size() == 3);
        assertThat(digestMails())
                .extracting(mail -> mail.header("Message-ID"))
                .doesNotHaveDuplicates();
        assertThat(digests().runs(split, 1).getFirst().result()).startsWith("5 items in 3 mails");
    }

    @Test
    void staysShortWithWholeTextsFirstAndKeepsPublishersInTheirPlace() throws Exception {
        Digest digest = agreed("");
        dueAndDone(digest);
        String evil = "hi\r\nBcc: victim@example.com\u202e\u0000 --=_warren_a--";
        item(
                digest,
                evil,
                "<p>--=_warren_a--\r\n.\r\n</p><script>alert(1)</script><p>"
                        + "x".repeat(3000)
                        + "</p>");
        IntStream.range(0, 60)
                .forEach(i ->
                        item(
                                digest,
                                "long " + i,
                                "<p>%s</p>".formatted("w\u00f6rter ".repeat(1500))));

        dueAndDone(digest);

        Received mail = awaitMail();
        List<String> faces = MailFaces.of(mail);
        assertThat(faces).hasSize(2);
        assertThat(faces.get(1).getBytes(UTF_8).length).isBetween(60_000, 100_000);
        assertThat(faces.get(1)).doesNotContain("<script").contains("long 0").contains("long 59");
        assertThat(faces.get(0)).contains("long 59").contains("Unsubscribe: ");
        assertThat(mail.header("Bcc")).isEmpty();
        assertThat(mail.text().lines()).allMatch(line -> line.length() <= 998);
        assertThat(mail.text().chars()).allMatch(c -> c < 127);
    }

    @Test
    void makesPicturesPartOfMailsThatWantThem() throws Exception {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 1, 2};
        HttpServer site = HttpServer.create(new InetSocketAddress("127.77.0.1", 0), 0);
        site.createContext(
                "/",
                exchange -> {
                    boolean picture = exchange.getRequestURI().getPath().endsWith(".png");
                    byte[] body = picture ? png : "<svg onload='x'/>".getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        site.start();
        String at = "http://127.77.0.1:%d/".formatted(site.getAddress().getPort());
        Digest digest = agreed("=: images inline\n");
        item(
                digest,
                "shown",
                "<p><img src=\"%sa.png\" alt=\"a\"> <img src=\"%sb.svg\"></p>".formatted(at, at));

        dueAndDone(digest);

        String mail = awaitMail().text();
        site.stop(0);
        assertThat(mail)
                .contains("multipart/related", "Content-Type: image/png", "Content-ID: <p1@warren>")
                .contains(Base64.getEncoder().encodeToString(png))
                .doesNotContain("onload");
        assertThat(mail.replace("=\r\n", "")).contains("cid:p1").contains(at + "b.svg");
    }

    @Test
    void tellsOfAFailingFeedOnce() throws Exception {
        Digest digest = agreed("");
        feeds.jdbc()
                .sql(
                        "update feeds.source set failures = 5, failing_since = now() - interval '2 days', problem = 'there is no such host' where id = ?")
                .param(source(digest))
                .update();

        dueAndDone(digest);
        assertThat(MailFaces.of(awaitMail()).getFirst())
                .contains("Feeds that cannot be fetched")
                .contains("there is no such host");
        news(digest, "one");
        dueAndDone(digest);
        await().until(() -> digestMails().size() == 2);

        assertThat(MailFaces.of(digestMails().getLast()).getFirst())
                .doesNotContain("cannot be fetched");
    }

    @Test
    void isMadeOnceHoweverManyMakeItAtOnce() throws Exception {
        Digest digest = agreed("");
        dueAndDone(digest);
        news(digest, "1", "2", "3");
        DigestRunner runner = feeds.bean(DigestRunner.class);
        List<Thread> threads = new ArrayList<>();
        due(digest);
        for (int i = 0; i < 8; i++) {
            threads.add(Thread.ofVirtual().start(() -> runner.runNow(digest.id(), false)));
        }
        for (Thread thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
        }
        await().until(() -> now(digest).nextRunAt().isAfter(Instant.now()));
        awaitMail();

        assertThat(digests().runs(digest, 20).stream().mapToInt(run -> run.items()).sum())
                .isEqualTo(3);
        assertThat(digestMails()).hasSize(1);
    }

    @Test
    void filesOfTheSameFeedsInAnyOrderAreKeptAtOnce() throws Exception {
        List<String> urls =
                IntStream.range(0, 30)
                        .mapToObj(i -> "https://both%d.example/feed".formatted(i))
                        .toList();
        AtomicInteger kept = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = "both%d.txt".formatted(i);
            List<String> order = i % 2 == 0 ? urls : urls.reversed();
            String text = "=: email %s\n=: cron 0 7 * * *\n".formatted(address);
            byte[] file = (text + String.join("\n", order)).getBytes(UTF_8);
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                digests().keep(alice, name, file);
                                kept.incrementAndGet();
                            }));
        }
        for (Thread thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
        }

        assertThat(kept).hasValue(8);
    }

    @Test
    void aDryRunChangesNothing() {
        Digest digest = agreed("");
        news(digest, "one");

        var dry = feeds.bean(DigestRunner.class).runNow(digest.id(), true).orElseThrow();

        assertThat(dry.items()).isEqualTo(1);
        assertThat(digests().runs(digest, 1)).isEmpty();
        assertThat(feeds.bean(DigestRunner.class).runNow(digest.id(), false).orElseThrow().items())
                .isEqualTo(1);
        awaitMail();
        assertThat(digestMails()).hasSize(1);
    }
}
