package dev.warren.feeds.fulltext;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.feeds.clean.WebHtml;
import java.net.URI;
import java.nio.charset.Charset;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArticlesTest {

    private static final URI URL = URI.create("https://site.example/2026/a-walk");

    private static final String NAV =
            "<nav><ul>"
                    + "<li><a href='/x'>Section of the paper, with a name, and a long one</a></li>"
                            .repeat(30)
                    + "</ul></nav>";

    private static final String SIDEBAR =
            "<div class='sidebar widget'><h2>Most read</h2>"
                    + "<p><a href='/y'>Ten things that nobody told you about, number six is bad</a></p>"
                            .repeat(20)
                    + "</div>";

    private static final String COMMENTS =
            "<div id='comments'><p>I do not agree, and here is why, in many words.</p></div>";

    private static String paragraphs(int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        "<p>Paragraph %d tells of a walk along the river, past the mill, and of what was seen there in the rain.</p>"
                                .formatted(i))
                .collect(Collectors.joining("\n"));
    }

    private static String page(String body) {
        return "<!doctype html><html><head><title>A walk - The Paper</title></head><body>"
                + body
                + "</body></html>";
    }

    private static Extract find(String page) {
        return Articles.find(page.getBytes(UTF_8), "text/html; charset=utf-8", URL, "A walk");
    }

    private static String article(String page) {
        return switch (find(page)) {
            case Extract.Article(String html, int _) -> html;
            case Extract.None(String reason) -> throw new AssertionError(reason);
        };
    }

    @Test
    void findsAnArticleAmongClutter() {
        String html =
                article(
                        page(
                                "<div class='site-header'><a href='/'>The Paper</a></div>"
                                        + NAV
                                        + "<div id='wrapper' class='has sidebar'><div class='col'><h1>A walk</h1><div class='share social'><a href='/s'>Share</a></div>"
                                        + paragraphs(6)
                                        + "<figure><img src='/river.jpg' alt='The river'></figure>"
                                        + paragraphs(2)
                                        + COMMENTS
                                        + "</div>"
                                        + SIDEBAR
                                        + "</div><footer><p>All rights reserved, whatever they are, by somebody, somewhere.</p></footer>"));

        assertThat(html)
                .contains("Paragraph 0", "Paragraph 5", "river.jpg")
                .doesNotContain("Most read", "number six", "rights", "Share", "I do not agree")
                .doesNotContain("Section of", "<h1");
    }

    @Test
    void joinsTheSectionsOfAnArticle() {
        String html =
                article(
                        page(
                                NAV
                                        + "<article><section><h2>Morning</h2>"
                                        + paragraphs(4)
                                        + "</section><section><h2>Evening</h2><p>In the evening it was dry, and the mill stood still, so we went back.</p></section>"
                                        + "<blockquote>What a day, said the miller, and he knew it well.</blockquote></article>"
                                        + SIDEBAR));

        assertThat(html).contains("Morning", "Evening", "it was dry", "said the miller");
    }

    @Test
    void takesTextWithoutParagraphs() {
        String text =
                "It began to rain, as it does here, and we sat under the bridge.<br><br>"
                        .repeat(12);

        assertThat(article(page(NAV + "<div id='post'>" + text + "</div>" + SIDEBAR)))
                .contains("under the bridge")
                .doesNotContain("Most read");
    }

    @Test
    void keepsCodeListsAndTablesOfAnArticle() {
        String html =
                article(
                        page(
                                "<main>"
                                        + paragraphs(4)
                                        + "<pre><code><span class='comment'>// no clutter</span>\nint x;</code></pre>"
                                        + "<ul><li>flour</li><li>water</li></ul><table><tr><td>2</td><td>mills</td></tr></table>"
                                        + "<ul><li><a href='/1'>Another walk</a></li><li><a href='/2'>And another</a></li></ul>"
                                        + paragraphs(4)
                                        + "</main>"));

        assertThat(html).contains("// no clutter", "flour", "mills").doesNotContain("Another walk");
    }

    @Test
    void leavesOutTheTitleThatReadersHave() {
        assertThat(article(page("<div><h2>A  Walk</h2><h2>Rain</h2>" + paragraphs(6) + "</div>")))
                .doesNotContain("Walk</h2>")
                .contains("<h2>Rain</h2>");
    }

    @Test
    void readsTheLanguagesOfOthers() {
        String japanese = "雨が降り、川沿いを歩いた。水車は止まっていた。".repeat(4);
        String page =
                "<html><head><meta charset=shift_jis></head><body><div>"
                        + ("<p>" + japanese + "</p>").repeat(5)
                        + "</div></body></html>";

        Extract found =
                Articles.find(page.getBytes(Charset.forName("Shift_JIS")), "text/html", URL, "");

        assertThat(found).isInstanceOf(Extract.Article.class);
        assertThat(((Extract.Article) found).html()).contains("水車は止まっていた");
    }

    @Test
    void findsNothingWhereThereIsNone() {
        assertThat(find("")).isInstanceOf(Extract.None.class);
        assertThat(find(page(""))).isInstanceOf(Extract.None.class);
        assertThat(find(page(NAV + SIDEBAR))).isInstanceOf(Extract.None.class);
        assertThat(find(page("<p>Please switch on JavaScript, or go away, as you like.</p>")))
                .isInstanceOf(Extract.None.class);
        assertThat(
                        find(
                                page(
                                        "<div>"
                                                + "<p><a href='/a'>A link with a long title, such as front pages have</a> today</p>"
                                                        .repeat(100)
                                                + "</div>")))
                .isInstanceOf(Extract.None.class);
        assertThat(Articles.find(new byte[] {0, 1, 2, (byte) 0xff}, "", URL, ""))
                .isInstanceOf(Extract.None.class);
    }

    @Test
    void endsWhereAPageIsTooMuch() {
        assertThat(find("<div>".repeat(300_000))).isInstanceOf(Extract.None.class);
        assertThat(find("<a><b><p>x".repeat(300_000))).isNotNull();
        assertThat(find("x<".repeat(2_500_000))).isNotNull();
        assertThat(find("<table><tr><td>".repeat(200_000))).isNotNull();
        assertThat(
                        PageTree.parse("<p>x".repeat(100_000).getBytes(UTF_8), "", URL.toString())
                                .getAllElements())
                .hasSizeLessThan(PageTree.ELEMENTS + 2 * PageTree.DEPTH);
    }

    @Test
    void findsAnArticleThatLiesDeep() {
        String html =
                article(page("<div>".repeat(90) + paragraphs(6) + "</div>".repeat(90) + SIDEBAR));

        assertThat(html).contains("Paragraph 5").doesNotContain("Most read");
    }

    @Test
    void isCleanedLikeAFeedsText() {
        String html =
                new WebHtml()
                        .clean(
                                article(
                                        page(
                                                "<div onclick='x()'>"
                                                        + paragraphs(6)
                                                        + "<p>See <a href='../more' onclick='x()'>more</a>, or <a href='javascript:x()'>not</a>.</p>"
                                                        + "<img src=x onerror=alert(1)><script>alert(1)</script></div>")),
                                URL);

        assertThat(html)
                .contains("href=\"https://site.example/more\"", "https://site.example/2026/x")
                .doesNotContain("onclick", "javascript:", "onerror", "script");
    }
}
