package dev.warren.feeds.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.mail.MailAddress;
import dev.warren.feeds.file.FeedsFiles.Outcome;
import dev.warren.feeds.file.FileOptions.Images;
import dev.warren.feeds.file.FileOptions.Mode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedsFilesTest {

    private static final MailAddress OWN = new MailAddress("owner@example.com");
    private static final String HEAD = "=: email you@example.com\n=: cron 0 13 * * *\n";

    private static Outcome outcome(String name, String text) {
        return FeedsFiles.read(name, ByteBuffer.wrap(text.getBytes(UTF_8)), Optional.of(OWN), 5);
    }

    private static FeedsFile file(String text) {
        return read("daily.txt", text);
    }

    private static FeedsFile read(String name, String text) {
        Outcome outcome = outcome(name, text);
        assertThat(outcome).isInstanceOf(Outcome.Read.class);
        return ((Outcome.Read) outcome).file();
    }

    private static List<String> problems(String text) {
        Outcome outcome = outcome("daily.txt", text);
        assertThat(outcome).isInstanceOf(Outcome.Wrong.class);
        return ((Outcome.Wrong) outcome)
                .problems().stream().map(one -> one.of("daily.txt")).toList();
    }

    @Test
    void readsThePeersFiles() {
        FeedsFile file =
                file(
                        """
                        # my feeds
                        =: email You@Example.com
                        =: digest_interval 1day
                        =: inline_content false
                        =: tags anything

                        https://one.example/feed
                        => https://two.example/feed Two, the second
                        >  a quotation
                        """
                                + "    * https://three.example/feed?a=b&c=d\r\n```\nhttps://not.example/\n```\n=< image\n== \n");

        assertThat(file.email().value()).isEqualTo("You@example.com");
        assertThat(file.schedule().cron()).isEqualTo("0 13 * * *");
        assertThat(file.options().content()).isFalse();
        assertThat(file.feeds())
                .extracting(feed -> feed.line() + " " + feed.url() + " " + feed.title())
                .containsExactly(
                        "7 https://one.example/feed ",
                        "8 https://two.example/feed Two, the second",
                        "10 https://three.example/feed?a=b&c=d ");
    }

    @Test
    void readsWhatIsOurs() {
        FeedsFile file =
                file(
                        HEAD
                                + """
                                =: timezone Europe/Paris
                                =: mode items
                                =: max_items 20
                                =: title Morning paper
                                =: filter rust|go
                                =: filter !sponsored
                                =: images none
                                https://one.example/feed
                                https://one.example/feed
                                """);

        FileOptions options = file.options();
        assertThat(file.schedule()).hasToString("0 13 * * * Europe/Paris");
        assertThat(options.mode()).isEqualTo(Mode.ITEMS);
        assertThat(options.maxItems()).isEqualTo(20);
        assertThat(options.title()).isEqualTo("Morning paper");
        assertThat(options.images()).isEqualTo(Images.NONE);
        assertThat(options.filters()).hasSize(2);
        assertThat(options.filters().get(0).passes("Learning Go", "")).isTrue();
        assertThat(options.filters().get(1).passes("News", "This is SPONSORED")).isFalse();
        assertThat(file.notes()).containsExactly(new FileNote(11, "is in line 10 already"));
    }

    @Test
    void readsOpml() {
        FeedsFile file =
                read(
                        "subs.opml",
                        """
                        <?xml version="1.0"?>
                        <opml version="2.0"><head><title>My &amp; feeds</title>
                        <cron>0 7 * * *</cron><timezone>Europe/Rome</timezone><dateCreated>x</dateCreated></head>
                        <body><outline text="News"><outline type="rss" text="One" xmlUrl="https://one.example/a?b=1&amp;c=2"/>
                        <outline title="Two" xmlurl="https://two.example/"/></outline></body></opml>
                        """);

        assertThat(file.email()).isEqualTo(OWN);
        assertThat(file.schedule()).hasToString("0 7 * * * Europe/Rome");
        assertThat(file.options().title()).isEqualTo("My & feeds");
        assertThat(file.feeds())
                .extracting(feed -> feed.line() + " " + feed.url() + " " + feed.title())
                .containsExactly(
                        "4 https://one.example/a?b=1&c=2 One", "5 https://two.example/ Two");
    }

    @Test
    void opmlWithoutAScheduleIsDaily() {
        FeedsFile file =
                read(
                        "x",
                        "<opml><head><ownerEmail>a@b.example</ownerEmail></head><body><outline xmlUrl='http://a.example'/></body></opml>");

        assertThat(file.email().value()).isEqualTo("a@b.example");
        assertThat(file.schedule().cron()).isEqualTo("0 13 * * *");
        assertThat(file.notes()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    =: crom 0 7 * * *            | daily.txt:3: crom is no setting
                    =: email other@example.com   | daily.txt:3: email is set twice, first in line 1
                    =: timezone Mars/Base        | daily.txt:3: timezone: Mars/Base
                    =: mode weekly               | daily.txt:3: mode: weekly (expected: digest or items)
                    =: max_items 0               | daily.txt:3: max_items: 0 (expected: 1 to 500)
                    =: full_text perhaps         | daily.txt:3: full_text: perhaps
                    =: inline_content maybe      | daily.txt:3: inline_content: maybe
                    =: images lazy               | daily.txt:3: images: lazy
                    =: filter (a                 | daily.txt:3: filter: (a
                    example.com/feed             | daily.txt:3: example.com/feed (expected: an address
                    file:///etc/passwd           | daily.txt:3: file:///etc/passwd (expected: an address
                    https://a.example/x y        | daily.txt:3: https://a.example/x y (expected
                    """)
    void saysWhatIsWrongByLine(String line, String words) {
        assertThat(problems(HEAD + line + "\nhttps://one.example/\n"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith(words);
    }

    @Test
    void refusesWhatWouldNeverBeMailed() {
        assertThat(problems("=: email you@example.com\nhttps://a.example/\n"))
                .containsExactly(
                        "daily.txt: would never be mailed (expected: a line such as =: cron 0 7 * * *)");
        assertThat(problems("=: email you@example.com\n=: cron 0 0 31 4 *\nhttps://a.example/\n"))
                .containsExactly("daily.txt:2: cron: 0 0 31 4 * (there is no such day)");
        assertThat(problems("=: cron 0 7 * * *\n"))
                .containsExactly(
                        "daily.txt: says nobody to mail to (expected: a line =: email you@example.com)",
                        "daily.txt: has no feeds (expected: at least one line with an address)");
        assertThat(problems("=: email nobody\n=: digest_interval 2day\nhttps://a.example/\n"))
                .hasSize(2);
        assertThat(problems(HEAD)).singleElement().asString().contains("has no feeds");
        assertThat(problems(HEAD + "https://a.example/%s\n".repeat(6).formatted(1, 2, 3, 4, 5, 6)))
                .containsExactly("daily.txt:8: has more than 5 feeds; make two files of it");
    }

    @Test
    void tellsWhereItIsNotUtf8() {
        byte[] bytes = (HEAD + "caf\u00e9\n").getBytes(ISO_8859_1);

        Outcome outcome = FeedsFiles.read("a.txt", ByteBuffer.wrap(bytes), Optional.empty(), 5);

        assertThat(outcome).isEqualTo(new Outcome.Wrong(List.of(new FileNote(3, "is not UTF-8"))));
    }

    @Test
    void controlCharactersGetNowhere() {
        assertThat(problems(HEAD + "=: title a\u0000b\nhttps://a.example/\n"))
                .containsExactly("daily.txt:3: title: has control characters");
        assertThat(file(HEAD + "=> https://a.example/ x\u001b[31m\n").feeds().getFirst().title())
                .isEqualTo("x [31m");
    }
}
