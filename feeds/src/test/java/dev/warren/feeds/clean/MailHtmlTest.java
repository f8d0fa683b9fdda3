package dev.warren.feeds.clean;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class MailHtmlTest {

    private final MailHtml mail = new MailHtml();

    @Test
    void leavesImagesWhereTheyAreOrGivesThemOtherAddressesOrTakesThemOut() {
        String html = "<p><img src=\"https://a.org/i.png\" alt=\"A cat\" height=\"9\"></p>";

        assertThat(mail.clean(html, MailImages.REMOTE))
                .contains("src=\"https://a.org/i.png\"")
                .contains("style=\"max-width:100%;height:auto\"")
                .doesNotContain("height=");
        assertThat(mail.clean(html, url -> Optional.of("cid:1@x"))).contains("src=\"cid:1@x\"");
        assertThat(mail.clean(html, MailImages.NONE)).isEqualTo("<p>A cat</p>");
    }

    @Test
    void hasLinksInPlaceOfPlayers() {
        String html =
                "<iframe src=\"https://www.youtube.com/embed/x\"></iframe><video"
                        + " controls=\"controls\"><source src=\"https://a.org/v.mp4\"></video><audio"
                        + " src=\"https://a.org/a.mp3\"></audio><video></video>";

        assertThat(mail.clean(html, MailImages.REMOTE))
                .doesNotContainPattern("<(iframe|video|audio|source)")
                .contains(">Video: www.youtube.com</a>")
                .contains("href=\"https://a.org/v.mp4\"")
                .contains(">Audio: a.org</a>");
    }

    @Test
    void knowsNoStyleButItsOwn() {
        String html =
                "<details><summary>s</summary>d</details><blockquote style=\"x:y\">q</blockquote><p"
                        + " class=\"a\" id=\"b\" style=\"position:fixed\">p</p><script>x</script>";

        assertThat(mail.clean(html, MailImages.REMOTE))
                .isEqualTo(
                        "<div><p>s</p>d</div><blockquote style=\""
                                + MailHtml.QUOTE_STYLE
                                + "\">q</blockquote><p>p</p>");
    }
}
