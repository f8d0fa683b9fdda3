package dev.warren.feeds.clean;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebHtmlTest {

    private static final URI BASE = URI.create("https://example.org/blog/post");

    private final WebHtml web = new WebHtml();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<ScRiPt src=//evil.example/x.js></sCrIpT>",
                "<scr<script>ipt>alert(1)</scr</script>ipt>",
                "<img src=x onerror=alert(1)>",
                "<img src='javascript:alert(1)'>",
                "<a href='javascript:alert(1)'>x</a>",
                "<a href='java\nscript:alert(1)'>x</a>",
                "<a href='javascript&colon;alert(1)'>x</a>",
                "<a href='&#106;avascript:alert(1)'>x</a>",
                "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
                "<a href='vbscript:alert(1)'>x</a>",
                "<svg onload=alert(1)><script>alert(1)</script></svg>",
                "<svg><style><img src=x onerror=alert(1)></style></svg>",
                "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1"
                        + " onerror=alert(1)&gt;'>",
                "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
                "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
                "<textarea><img title='</textarea><img src=x onerror=alert(1)>'></textarea>",
                "<xmp><p title='</xmp><script>alert(1)</script>'>",
                "<template><script>alert(1)</script></template>",
                "<p style='position:fixed;background:url(javascript:alert(1))'>x</p>",
                "<div id=location class=x>x</div>",
                "<base href='https://evil.example/'>",
                "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
                "<form action='https://evil.example/'><input name=a><button>go</button></form>",
                "<object data='https://evil.example/x.swf'></object><embed src=x>",
                "<iframe src='https://evil.example/'></iframe>",
                "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
                "<iframe src='https://www.youtube.com.evil.example/embed/x'></iframe>",
                "<img srcset='javascript:alert(1) 1x, data:text/html,x 2x'>",
                "<video><source onerror=alert(1) src='javascript:alert(1)'></video>",
                "<a href='https://a.org' target=_blank onclick=alert(1)>x</a>",
                "<link rel=stylesheet href='https://evil.example/x.css'>",
                "<!--[if IE]><script>alert(1)</script><![endif]-->",
                "<![CDATA[<script>alert(1)</script>]]>",
                "<p title=\"a'><script>alert(1)</script>\">x</p>",
                "<style>@import 'https://evil.example/x.css'</style>"
            })
    void leavesNothingThatActs(String html) {
        String clean = web.clean(html, BASE);

        assertThat(clean.replaceAll("title=\"[^\"]*\"", ""))
                .doesNotContainPattern(
                        "(?i)<(script|style|svg|math|form|input|object|embed|iframe|meta|base|link)")
                .doesNotContainPattern("(?i)<[^>]*(\\son\\w+=|javascript:|data:|style=|id=|class=)")
                .doesNotContain("target=");
        assertThat(web.clean(clean, BASE)).isEqualTo(clean);
    }

    @Test
    void keepsWhatTextIsMadeOf() {
        String html =
                "<h2>T</h2><p>a <b>b</b> <em>c</em> &amp; d<br>e</p><ul><li>x</li></ul><pre><code>a"
                        + " &lt; b</code></pre><table><tr><td colspan=\"2\">1</td></tr></table>";

        assertThat(web.clean(html, BASE))
                .isEqualTo(
                        html.replace("<table><tr>", "<table><tbody><tr>")
                                .replace("</tr></table>", "</tr></tbody></table>"));
    }

    @Test
    void makesAddressesAbsoluteAndLinksDiscreet() {
        assertThat(web.clean("<a href='../x?utm_source=rss&amp;a=1'>x</a>", BASE))
                .isEqualTo(
                        "<a href=\"https://example.org/x?utm_source=rss&amp;a=1\""
                                + " referrerpolicy=\"no-referrer\""
                                + " rel=\"noopener noreferrer nofollow\">x</a>");
        assertThat(web.clean("<img src=a.png srcset='b.png 2x'>", BASE))
                .contains("src=\"https://example.org/blog/a.png\"")
                .contains("srcset=\"https://example.org/blog/b.png 2x\"")
                .contains("referrerpolicy=\"no-referrer\"");
    }

    @Test
    void findsImagesThatScriptsWouldLoad() {
        assertThat(web.clean("<img src='data:image/gif;base64,R0' data-src='/a.png'>", BASE))
                .contains("src=\"https://example.org/a.png\"");
    }

    @Test
    void takesOutTrackers() {
        String html =
                "a<img src='https://t.example/p.gif' width=1 height='1'>"
                        + "<img src='https://pixel.wp.com/b.gif?x=1'>b";

        assertThat(web.clean(html, BASE)).isEqualTo("ab");
    }

    @Test
    void letsPlayersOfKnownHostsInAndLinksToOthers() {
        assertThat(
                        web.clean(
                                "<iframe src='http://www.youtube.com/embed/x' onload=y>z</iframe>",
                                BASE))
                .startsWith("<iframe src=\"https://www.youtube.com/embed/x\"")
                .contains("sandbox=")
                .endsWith("></iframe>");
        assertThat(web.clean("<iframe src='https://maps.example/x'></iframe>", BASE))
                .contains("<a href=\"https://maps.example/x\"")
                .contains(">maps.example</a>");
    }

    @Test
    void cutsWhatIsTooLongOrTooDeep() {
        assertThat(web.clean("x".repeat(400_000), BASE)).hasSize(256 * 1024);
        assertThat(web.clean("<b>".repeat(50_000) + "x", BASE).length()).isLessThan(2000);
    }
}
