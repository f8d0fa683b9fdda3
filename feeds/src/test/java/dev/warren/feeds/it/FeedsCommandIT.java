package dev.warren.feeds.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files of feeds and the commands, as OpenSSH's clients send them, without a mail server. */
class FeedsCommandIT {

    @TempDir
    @SuppressWarnings("NullAway.Init") // made by JUnit
    private static Path data;

    @TempDir
    @SuppressWarnings("NullAway.Init") // made by JUnit
    private static Path files;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static RunningFeeds feeds;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static OpenSsh alice;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static OpenSsh bob;

    @BeforeAll
    static void start() throws Exception {
        feeds =
                RunningFeeds.start(
                        data, "warren.mail.poll", "100ms", "warren.mail.domain-pause", "0s");
        alice = OpenSsh.of(feeds, feeds.person("alice", 1).account(), files);
        bob = OpenSsh.of(feeds, feeds.person("bob", 2).account(), files);
    }

    @AfterAll
    static void stop() {
        feeds.close();
    }

    private static String text() {
        return "=: email alice@example.com\n=: cron 0 7 * * *\n=: timezone Europe/Paris\nhttps://news.example/feed\n";
    }

    private static Path file(String name, String content) throws IOException {
        return Files.writeString(files.resolve(name), content);
    }

    private static JsonNode json(OpenSsh who, String command) throws Exception {
        OpenSsh.Result result = who.run(command + " --json");
        assertThat(result.status()).as(result.err()).isZero();
        return JsonMapper.shared().readTree(result.out());
    }

    @Test
    void aCopiedFileIsKeptListedGivenBackAndRemoved() throws Exception {
        var taken = alice.scpTo(file("daily.txt", text()), "feeds/");

        assertThat(taken.status()).as(taken.err()).isZero();
        assertThat(taken.err())
                .contains("daily.txt: 1 feed to alice@example.com, next on ")
                .contains("mails become files in " + data.resolve("outbox"));
        JsonNode listed = json(alice, "feeds ls").path(0);
        assertThat(listed.path("file").asString()).isEqualTo("daily.txt");
        assertThat(listed.path("state").asString()).isEqualTo("active");
        assertThat(listed.path("next").asString()).matches(".*T0[56]:00:00Z");
        assertThat(json(bob, "feeds ls")).isEmpty();
        Path back = files.resolve("back.txt");
        assertThat(alice.scpFrom("feeds/daily.txt", back).status()).isZero();
        assertThat(back).hasContent(text());
        assertThat(bob.scpFrom("feeds/daily.txt", files.resolve("no")).status()).isEqualTo(1);
        assertThat(alice.run("feeds print daily.txt").out()).isEqualTo(text());

        assertThat(alice.run("feeds export daily.txt").out())
                .contains("<opml version=\"2.0\">", "xmlUrl=\"https://news.example/");

        var batch =
                alice.sftp("cd feeds\nls -l\nput %s other.txt\nls\nrm daily.txt\n".formatted(back));

        assertThat(batch.status()).as(batch.err()).isZero();
        assertThat(batch.out()).contains("daily.txt").contains("other.txt");
        assertThat(json(alice, "feeds ls")).hasSize(1);
        assertThat(alice.run("feeds rm other.txt").status()).isZero();
        assertThat(alice.run("feeds rm other.txt").err()).contains("you have no file other.txt");
    }

    @Test
    void feedsAreFollowedSortedByRulesAndGivenOutAgain() throws Exception {
        String follow = "feeds follow https://news.example/read --title=News --folder=Daily";

        assertThat(bob.run(follow).out()).startsWith("you follow News (");
        assertThat(bob.run(follow).out()).startsWith("you followed it already: News (");
        assertThat(bob.run("feeds follow http://10.0.0.1/x").err()).contains("private");
        JsonNode feed = json(bob, "feeds following").path(0);
        assertThat(feed.path("folder").asString()).isEqualTo("Daily");
        assertThat(feed.path("url").asString()).isEqualTo("https://news.example/read");
        assertThat(json(alice, "feeds following")).isEmpty();
        String number = feed.path("number").asString();

        assertThat(bob.run("feeds rules add --feed=" + number + " drop title sponsored").status())
                .isZero();
        assertThat(bob.run("feeds rules add 'drop title (x'").err()).contains("RE2");
        JsonNode rule = json(bob, "feeds rules ls").path(0);
        assertThat(rule.path("rule").asString()).isEqualTo("drop title sponsored");
        assertThat(bob.run("feeds rules rm " + rule.path("number").asString()).status()).isZero();
        assertThat(bob.run("feeds rules rm 999").err()).contains("you have no rule");

        assertThat(bob.run("feeds full-text " + number).out()).contains("are read from now on");
        assertThat(json(bob, "feeds following").path(0).path("full_text").asBoolean()).isTrue();
        assertThat(json(bob, "feeds full-text").path(0).path("waiting").asInt()).isZero();
        assertThat(bob.run("feeds full-text " + number + " off").out()).contains("what the feed");
        assertThat(json(bob, "feeds full-text")).isEmpty();
        assertThat(bob.run("feeds full-text 999").err()).contains("you follow no feed");
        assertThat(bob.run("feeds full-text " + number + " perhaps").err()).contains("on or off");

        String url = json(bob, "feeds outputs").path(0).path("url").asString();
        String renewed = json(bob, "feeds outputs --renew").path(0).path("url").asString();
        assertThat(url).contains("/feeds/out/bob/all.atom?key=").isNotEqualTo(renewed);
        try (App app = new App(feeds.port())) {
            assertThat(app.get(path(renewed)).statusCode()).isEqualTo(200);
            assertThat(app.get(path(url)).statusCode()).isEqualTo(404);
        }

        assertThat(bob.run("feeds unfollow " + number).status()).isZero();
        assertThat(bob.run("feeds unfollow " + number).err()).contains("you follow no feed");
    }

    private static String path(String url) {
        return url.substring(url.indexOf("/feeds/"));
    }

    @Test
    void aWrongFileIsRefusedByLineAndTheOldOneStaysInForce() throws Exception {
        assertThat(alice.run("feeds add stays.txt", text()).status()).isZero();

        var refused =
                alice.scpTo(
                        file(
                                "stays.txt",
                                text() + "=: crom x\nftp://example.com/\nhttp://10.0.0.1/x\n"),
                        "feeds/");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err())
                .contains("stays.txt:5: crom is no setting")
                .contains("stays.txt:6: ftp://example.com/ (expected: an address");
        assertThat(alice.run("feeds print stays.txt").out()).isEqualTo(text());
        var never =
                alice.run("feeds add never.txt", "=: email a@example.com\nhttps://example.com/\n");
        assertThat(never.status()).isEqualTo(1);
        assertThat(never.err()).contains("never.txt: would never be mailed");
        var inside = alice.run("feeds add inside.txt", text() + "http://10.0.0.1/x\n");
        assertThat(inside.status()).isEqualTo(1);
        assertThat(inside.err()).contains("inside.txt:5: ");
        assertThat(alice.run("feeds add '../x'", text()).err()).contains("is no good name");
        assertThat(alice.run("feeds add x.txt").err()).contains("there is no file");
        assertThat(alice.run("feeds check", text()).out()).contains("daily.txt: good: 1 feed");
        alice.run("feeds rm stays.txt");
    }

    @Test
    void aRunMailsWhatIsNewOnceAndIsLogged() throws Exception {
        assertThat(alice.run("feeds add run.txt", text()).status()).isZero();

        feeds.jdbc()
                .sql(
                        """
                        with site as (update feeds.source set title = 'A site', fetched_at = now(),
                            checked_at = now(), next_fetch_at = now() + interval '1 day'
                            where url = 'https://news.example/feed' returning id)
                        insert into feeds.item (source_id, uid, title, published_at, seen_at,
                            changed_at, hash)
                        select id, sha256(title::bytea), title, now(), now(), now(), ''
                        from site, (values ('The first'), ('The second')) as items (title)\
                        """)
                .update();

        JsonNode dry = json(alice, "feeds run run.txt --dry");
        JsonNode run = json(alice, "feeds run run.txt");
        JsonNode again = json(alice, "feeds run run.txt");

        assertThat(dry.path("items").asInt()).isEqualTo(2);
        assertThat(run.path("items").asInt()).isEqualTo(2);
        assertThat(run.path("message").asString()).contains("mails become files in");
        assertThat(again.path("message").asString()).contains("nothing new");
        await().until(() -> mails().stream().anyMatch(mail -> mail.contains("2 items")));
        await().until(() ->
                json(alice, "feeds log run.txt")
                        .path(1)
                        .path("delivery")
                        .asString()
                        .startsWith("sent: "));
        JsonNode listed = json(alice, "feeds ls run.txt");
        assertThat(listed.path("feeds").path(0).path("title").asString()).isEqualTo("A site");
        assertThat(listed.path("result").asString()).isEqualTo("nothing new");
        alice.run("feeds rm run.txt");
    }

    private static List<String> mails() throws IOException {
        Path outbox = data.resolve("outbox");
        if (!Files.isDirectory(outbox)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(outbox)) {
            return all.filter(path -> path.toString().endsWith(".eml"))
                    .map(path -> {
                        try {
                            return Files.readString(path);
                        } catch (IOException gone) {
                            return "";
                        }
                    })
                    .toList();
        }
    }
}
