package dev.warren.feeds.clean;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {

    @Test
    void rendersTextWithLinksAsFootnotes() {
        String html =
                "<h2>Head</h2><p>See <a href=\"https://a.org/\">this</a> and <a"
                        + " href=\"https://b.org/\">that</a> and <a"
                        + " href=\"https://a.org/\">this</a>.</p>"
                        + "<ul><li>one</li><li>two</li></ul><blockquote>said<br>so</blockquote><a"
                        + " href=\"https://c.org/\">https://c.org/</a>";

        assertThat(PlainText.of(html))
                .isEqualTo(
                        """
                        Head

                        See this [1] and that [2] and this [1].

                        * one
                        * two

                        > said
                        > so

                        https://c.org/

                        [1] https://a.org/
                        [2] https://b.org/\
                        """);
    }

    @Test
    void keepsLinesOfCodeAndNumbersOfLists() {
        String html = "<pre>a\n  b &lt; c</pre><ol><li>x<ol><li>y</li></ol></li><li>z</li></ol>";

        assertThat(PlainText.of(html)).isEqualTo("a\n  b < c\n\n1. x\n\n   1. y\n\n2. z");
    }

    @Test
    void putsTitlesOnOneLine() {
        assertThat(PlainText.lineOf(" a\n<b>b</b>&amp;c<script>x</script> ")).isEqualTo("a b&c");
        assertThat(PlainText.line("evil\u202Egpj.exe\u200B \u0000\uFEFFx\r\ny"))
                .isEqualTo("evilgpj.exe x y");
    }

    @Test
    void leavesAddressesOutWhereTheyAreNotWanted() {
        assertThat(PlainText.withoutLinks("<p>a <a href=\"https://a.org/\">b</a></p>"))
                .isEqualTo("a b");
    }
}
