package dev.warren.feeds.clean;

import java.util.regex.Pattern;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/** What may be in HTML. Whatever is not named here does not get through. */
final class Policies {

    private static final String[] TEXT = {
        "p",
        "div",
        "span",
        "br",
        "hr",
        "wbr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "q",
        "cite",
        "pre",
        "code",
        "kbd",
        "samp",
        "var",
        "tt",
        "em",
        "strong",
        "b",
        "i",
        "u",
        "s",
        "strike",
        "del",
        "ins",
        "sub",
        "sup",
        "small",
        "big",
        "abbr",
        "acronym",
        "dfn",
        "address",
        "center",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
        "colgroup",
        "col"
    };

    private static final String[] WEB_ONLY = {
        "article",
        "aside",
        "section",
        "header",
        "footer",
        "main",
        "nav",
        "figure",
        "figcaption",
        "picture",
        "source",
        "video",
        "audio",
        "details",
        "summary",
        "mark",
        "time",
        "ruby",
        "rb",
        "rt",
        "rp",
        "rtc",
        "bdi",
        "bdo",
        "iframe"
    };

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}%?");
    private static final Pattern ALIGN =
            Pattern.compile("left|right|center|justify|top|middle|bottom");
    private static final Pattern WORDS = Pattern.compile("[\\w /+.,:;=\"()-]{1,200}");
    private static final Pattern DIRECTION = Pattern.compile("ltr|rtl|auto");
    private static final Pattern LIST = Pattern.compile("[1aAiI]|disc|circle|square");

    private Policies() {}

    /** For pages that have a content security policy of their own. */
    static PolicyFactory web() {
        return text(new HtmlPolicyBuilder().allowElements(WEB_ONLY))
                .allowUrlProtocols("http", "https", "mailto", "tel")
                .allowAttributes("srcset")
                .matching((element, attribute, value) -> webAddresses(value) ? value : null)
                .onElements("img", "source")
                .allowAttributes("media", "sizes", "type")
                .matching(WORDS)
                .onElements("source", "img", "video", "audio")
                .allowAttributes("src")
                .onElements("source", "video", "audio", "iframe")
                .allowAttributes("poster")
                .onElements("video")
                .allowAttributes("controls")
                .matching(false, "controls")
                .onElements("video", "audio")
                .allowAttributes("preload")
                .matching(false, "none")
                .onElements("video", "audio")
                .allowAttributes("loading")
                .matching(false, "lazy")
                .onElements("img", "iframe")
                .allowAttributes("referrerpolicy")
                .matching(false, "no-referrer", "strict-origin-when-cross-origin")
                .onElements("a", "img", "iframe")
                .allowAttributes("sandbox")
                .matching(false, EmbeddedVideos.SANDBOX)
                .onElements("iframe")
                .allowAttributes("allowfullscreen")
                .matching(false, "allowfullscreen")
                .onElements("iframe")
                .allowAttributes("width", "height")
                .matching(NUMBER)
                .onElements("video", "iframe")
                .allowAttributes("datetime")
                .matching(WORDS)
                .onElements("time", "del", "ins")
                .allowAttributes("cite")
                .onElements("blockquote", "q", "del", "ins")
                .allowAttributes("open")
                .matching(false, "open")
                .onElements("details")
                .requireRelsOnLinks("noopener", "noreferrer", "nofollow")
                .toFactory();
    }

    /** For mail programs, many of which show what browsers have forgotten. */
    static PolicyFactory mail() {
        return text(new HtmlPolicyBuilder())
                .allowUrlProtocols("http", "https", "mailto", "tel", "cid")
                .allowAttributes("style")
                .matching(false, MailHtml.IMAGE_STYLE, MailHtml.CODE_STYLE, MailHtml.QUOTE_STYLE)
                .onElements("img", "pre", "blockquote")
                .requireRelsOnLinks("noopener", "noreferrer", "nofollow")
                .toFactory();
    }

    private static boolean webAddresses(String sources) {
        for (String source : sources.split(",\\s+")) {
            if (!source.startsWith("http://") && !source.startsWith("https://")) {
                return false;
            }
        }
        return true;
    }

    private static HtmlPolicyBuilder text(HtmlPolicyBuilder policy) {
        return policy.allowElements(TEXT)
                .allowElements("a", "img")
                .allowWithoutAttributes("span", "a")
                .allowAttributes("href")
                .onElements("a")
                .allowAttributes("src")
                .onElements("img")
                .allowAttributes("alt")
                .onElements("img")
                .allowAttributes("title")
                .onElements("a", "img", "abbr", "acronym", "dfn")
                .allowAttributes("width", "height")
                .matching(NUMBER)
                .onElements("img")
                .allowAttributes("colspan", "rowspan", "span")
                .matching(NUMBER)
                .onElements("td", "th", "col", "colgroup")
                .allowAttributes("align", "valign")
                .matching(ALIGN)
                .onElements("td", "th", "tr", "p", "div", "table", "img", "col")
                .allowAttributes("start", "value", "reversed")
                .matching(NUMBER)
                .onElements("ol", "li")
                .allowAttributes("type")
                .matching(LIST)
                .onElements("ol", "ul", "li")
                .allowAttributes("dir")
                .matching(DIRECTION)
                .globally();
    }
}
