package dev.warren.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedsToolTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void printsWhatIsInAFeed() {
        int status =
                run(
                        "<rss><channel><title>T</title><item><link>/1</link></item></channel></rss>",
                        "parse",
                        "-",
                        "--url=https://a.org/feed");

        assertThat(status).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("\"result\" : \"feed\"")
                .contains("\"title\" : \"T\"")
                .contains("\"link\" : \"https://a.org/1\"");
    }

    @Test
    void saysWhyADocumentIsNoFeed() {
        assertThat(run("<html></html>", "parse", "-")).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("it is a web page, not a feed");
    }

    @Test
    void explainsItself() {
        assertThat(run("", "parse")).isEqualTo(2);
        assertThat(run("", "parse", "-", "--url=not a url")).isEqualTo(2);
        assertThat(run("", "parse", "no/such/file")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("usage: ./warren feeds parse FILE")
                .contains("no/such/file cannot be read");
    }

    private int run(String in, String... args) {
        return FeedsTool.run(
                List.of(args),
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
