package dev.warren.feeds.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.warren.core.people.Account;
import dev.warren.core.testing.SmtpServer;
import dev.warren.core.testing.SmtpServer.Received;
import dev.warren.feeds.digest.Digest;
import dev.warren.feeds.digest.Digests;
import dev.warren.feeds.fulltext.FullTexts;
import dev.warren.feeds.reader.Subscribed;
import dev.warren.feeds.reader.Subscriptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way: a file that is copied, a feed that is served, a mail that arrives. */
class FetchToMailIT {

    private static final String FEED = "/feed.xml";

    @TempDir
    @SuppressWarnings("NullAway.Init") // made by JUnit
    private static Path data;

    @TempDir
    @SuppressWarnings("NullAway.Init") // made by JUnit
    private static Path files;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static SmtpServer mail;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static FeedServer site;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static RunningFeeds feeds;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static Account alice;

    @BeforeAll
    static void start() throws Exception {
        mail = new SmtpServer();
        site = FeedServer.start("127.77.3.1");
        feeds =
                RunningFeeds.start(
                        data,
                        "warren.mail.host",
                        "127.0.0.1",
                        "warren.mail.port",
                        Integer.toString(mail.port()),
                        "warren.mail.tls",
                        "none",
                        "warren.mail.from",
                        "news@example.org",
                        "warren.mail.bounces",
                        "back@example.org",
                        "warren.mail.poll",
                        "50ms",
                        "warren.mail.domain-pause",
                        "0s",
                        "warren.feeds.fetch.poll",
                        "20ms",
                        "warren.feeds.full-text.poll",
                        "20ms",
                        "warren.feeds.digest.poll",
                        "100ms",
                        "warren.feeds.digest.consent",
                        "false");
        alice = feeds.person("alice", 1).account();
    }

    @AfterAll
    static void stop() throws Exception {
        feeds.close();
        site.close();
        mail.close();
    }

    private static String item(String title, String html) {
        return "<item><guid>%1$s</guid><title>%1$s</title><link>%2$s</link><description><![CDATA[%3$s]]></description></item>"
                .formatted(title, site.url("/" + title), html);
    }

    private static void serve(String... items) {
        site.on(
                FEED,
                "application/rss+xml",
                "<rss version=\"2.0\"><channel><title>River news</title>"
                        + String.join("", items)
                        + "</channel></rss>");
    }

    /** As if the feed's interval were over. */
    private static void fetchAgain() {
        int before = site.asked(FEED).size();
        feeds.jdbc()
                .sql(
                        """
                        with s as (update feeds.source set next_fetch_at = now(), rest_until = null
                            where url = ? returning domain)
                        update feeds.domain d set due_at = now(), next_at = now() from s where d.name = s.domain
                        """)
                .param(site.url(FEED))
                .update();
        await().until(() -> site.asked(FEED).size() > before && settled());
    }

    /** Nobody asks the site now. */
    private static boolean settled() {
        return feeds.jdbc()
                .sql("select claim is null from feeds.domain where name = '127.77.3.1'")
                .query(Boolean.class)
                .single();
    }

    /** As if the digest's minute had come. */
    private static void dueAndDone(String name) {
        feeds.jdbc()
                .sql(
                        "update feeds.digest set next_run_at = now() - interval '1 minute' where name = ?")
                .param(name)
                .update();
        await().until(() -> digest(name).nextRunAt().isAfter(Instant.now()));
    }

    private static int wholeTexts() {
        return feeds.jdbc()
                .sql("select count(*) from feeds.item_page where content <> ''")
                .query(Integer.class)
                .single();
    }

    private static Digest digest(String name) {
        return feeds.bean(Digests.class).find(alice, name).orElseThrow();
    }

    private static List<Received> to(String address) {
        return mail.received().stream().filter(one -> one.to().equals(address)).toList();
    }

    @Test
    void whatASiteServesIsMailedOnce() throws Exception {
        OpenSsh ssh = OpenSsh.of(feeds, alice, files);
        serve(item("Flood", "<p>The river <b>rose</b> by a metre.</p>"));
        Path file =
                Files.writeString(
                        files.resolve("river.txt"),
                        "=: email reader@example.com\n=: cron 0 7 * * *\n%s\n"
                                .formatted(site.url(FEED)));

        OpenSsh.Result copied = ssh.scpTo(file, "feeds/");
        OpenSsh.Result run = ssh.run("feeds run river.txt");

        assertThat(copied.err()).contains("river.txt: 1 feed to reader@example.com");
        assertThat(run.out()).as(run.err()).contains("1 item in 1 mail to reader@example.com");
        await().until(() -> to("reader@example.com").size() == 1);
        Received first = to("reader@example.com").getFirst();
        assertThat(first.header("From")).contains("news@example.org");
        assertThat(MailFaces.of(first))
                .hasSize(2)
                .allMatch(face -> face.contains("Flood") && face.contains("River news"))
                .allMatch(face -> face.contains("by a metre."));
        assertThat(MailFaces.of(first).get(0)).doesNotContain("<b>");
        assertThat(MailFaces.of(first).get(1)).contains("<b>rose</b>", site.url("/Flood"));

        serve(
                item("Ebb", "<p>It is <i>gone</i> again.</p>"),
                item("Flood", "<p>The river rose by a metre.</p>"));
        fetchAgain();
        dueAndDone("river.txt");
        fetchAgain();
        dueAndDone("river.txt");
        dueAndDone("river.txt");

        await().until(() -> to("reader@example.com").size() == 2);
        assertThat(MailFaces.of(to("reader@example.com").getLast()))
                .allMatch(face -> face.contains("Ebb") && face.contains("again."))
                .noneMatch(face -> face.contains("Flood"));
        assertThat(feeds.bean(Digests.class).runs(digest("river.txt"), 10))
                .extracting(one -> one.items())
                .containsExactly(0, 0, 1, 1);
        assertThat(to("reader@example.com")).hasSize(2);
    }

    @Test
    void aMailHasTheWholeTextWhereItsFileOrItsOwnersReaderWantsIt() throws Exception {
        String url = site.url("/whole.xml");
        site.on(
                "/Long",
                "text/html",
                "<body><nav><a href='/'>Home</a></nav><article>%s</article></body>"
                        .formatted(
                                "<p>The whole story of the river, from its spring to its mouth.</p>"
                                        .repeat(8)));
        site.on(
                "/whole.xml",
                "application/rss+xml",
                "<rss version=\"2.0\"><channel><title>Long reads</title>%s</channel></rss>"
                        .formatted(item("Long", "<p>An excerpt.</p>")));
        Subscriptions reading = feeds.bean(Subscriptions.class);
        Subscribed followed = reading.subscribe(alice, url, "", "");
        reading.fullText(alice, ((Subscribed.Done) followed).subscription().id(), true);
        site.on(
                "/file.xml",
                "application/rss+xml",
                "<rss version=\"2.0\"><channel><title>Files</title>%s</channel></rss>"
                        .formatted(item("Long", "<p>An excerpt.</p>")));
        feeds.bean(Digests.class)
                .keep(
                        alice,
                        "file.txt",
                        "=: email file@example.com\n=: cron 0 7 * * *\n=: full_text on\n%s\n"
                                .formatted(site.url("/file.xml"))
                                .getBytes(UTF_8));
        for (String who : List.of("whole", "short")) {
            String content = who.equals("whole") ? "" : "=: inline_content false\n";
            feeds.bean(Digests.class)
                    .keep(
                            alice,
                            who + ".txt",
                            "=: email %s@example.com\n=: cron 0 7 * * *\n%s%s\n"
                                    .formatted(who, content, url)
                                    .getBytes(UTF_8));
        }
        await().until(() ->
                feeds.bean(FullTexts.class).standing(alice).stream()
                        .anyMatch(one -> one.read() == 1));

        // that of the file's feed, which nobody follows
        await().until(() -> wholeTexts() == 2);
        dueAndDone("whole.txt");
        dueAndDone("short.txt");
        dueAndDone("file.txt");

        await().until(() -> to("whole@example.com").size() == 1);
        assertThat(MailFaces.of(to("whole@example.com").getFirst()))
                .allMatch(face -> face.contains("The whole story") && !face.contains("Home"))
                .noneMatch(face -> face.contains("An excerpt"));
        await().until(() -> to("file@example.com").size() == 1);
        assertThat(MailFaces.of(to("file@example.com").getFirst()))
                .allMatch(face -> face.contains("The whole story"));
        await().until(() -> to("short@example.com").size() == 1);
        assertThat(MailFaces.of(to("short@example.com").getFirst()))
                .noneMatch(face -> face.contains("The whole story"));
    }

    @Test
    void whatAMailHadThatDidNotArriveIsNewsAgain() throws Exception {
        OpenSsh ssh = OpenSsh.of(feeds, alice, Files.createDirectory(files.resolve("other")));
        site.on(
                "/back.xml",
                "application/rss+xml",
                "<rss version=\"2.0\"><channel><title>Bottles</title>%s</channel></rss>"
                        .formatted(item("Message", "<p>In a bottle.</p>")));
        feeds.bean(Digests.class)
                .keep(
                        alice,
                        "back.txt",
                        "=: email back@example.com\n=: cron 0 7 * * *\n%s\n"
                                .formatted(site.url("/back.xml"))
                                .getBytes(UTF_8));
        assertThat(ssh.run("feeds run back.txt").out()).contains("1 item in 1 mail");
        await().until(() -> to("back@example.com").size() == 1);

        // the next server tried for days
        assertThat(bounce(ssh, "4.4.7").out()).startsWith("noted: a mail to back@example.com");
        dueAndDone("back.txt");
        await().until(() -> to("back@example.com").size() == 2);
        // the one after it refuses
        assertThat(bounce(ssh, "5.1.1").out()).startsWith("noted: a mail to back@example.com");

        assertThat(digest("back.txt").paused().orElseThrow()).contains("no such user");
        assertThat(bounce(ssh, "5.1.1").out()).startsWith("ignored: ");
        assertThat(ssh.run("feeds bounce", "Subject: hello\n\nhello\n").out())
                .startsWith("ignored: ");
        assertThat(ssh.run("feeds resume back.txt").status()).isZero();
        dueAndDone("back.txt");
        await().until(() -> to("back@example.com").size() == 3);
        assertThat(to("back@example.com"))
                .allMatch(one -> new String(one.bytes(), UTF_8).contains("In a bottle."))
                .extracting(one -> one.header("Message-ID"))
                .doesNotHaveDuplicates();
    }

    /** As the last mail's server reports it, once this one has noted that it took the mail. */
    private static OpenSsh.Result bounce(OpenSsh ssh, String status) throws Exception {
        await().until(() ->
                feeds.jdbc()
                                .sql("select count(*) from core.mails where state = 'waiting'")
                                .query(Integer.class)
                                .single()
                        == 0);
        return ssh.run(
                "feeds bounce",
                """
                To: %s
                Content-Type: multipart/report; boundary=x

                --x
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example.com

                Action: failed
                Status: %s
                Diagnostic-Code: smtp; no such user
                --x--
                """
                        .formatted(to("back@example.com").getLast().from(), status));
    }
}
