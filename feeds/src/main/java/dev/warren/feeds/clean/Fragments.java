package dev.warren.feeds.clean;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/** Parses HTML of strangers into trees that are neither large nor deep. */
final class Fragments {

    /** Elements that swallow what follows until they are closed. */
    private static final String SWALLOWING =
            "iframe|object|applet|script|style|textarea|title|noembed|noframes|xmp";

    /** In XHTML these may be closed at once, which HTML overlooks. */
    private static final Pattern CLOSED_AT_ONCE =
            Pattern.compile(
                    "<(" + SWALLOWING + ")(\\s[^<>]{0,4096}?)?/>", Pattern.CASE_INSENSITIVE);

    private static final Pattern FRAME =
            Pattern.compile("<iframe(\\s[^<>]{0,4096})?>", Pattern.CASE_INSENSITIVE);

    /** What HTML takes for a comment that was begun wrongly, up to the next bracket. */
    private static final Pattern NO_COMMENT = Pattern.compile("<!(?!--|\\[CDATA\\[|[A-Za-z])");

    private Fragments() {}

    /** The body, its end cut off where there is too much of it. */
    static Element parse(String html) {
        Element body = Jsoup.parseBodyFragment(mended(Bounds.cut(html))).body();
        Flat.keep(body);
        return body;
    }

    private static String mended(String html) {
        String mended = html;
        if (mended.contains("<!")) {
            mended = withoutOpenComment(NO_COMMENT.matcher(mended).replaceAll("&lt;!"));
        }
        if (mended.contains("/>")) {
            mended = CLOSED_AT_ONCE.matcher(mended).replaceAll("<$1$2></$1>");
        }
        if (mended.indexOf("<i") < 0 && mended.indexOf("<I") < 0) {
            return mended;
        }
        String lower = mended.toLowerCase(Locale.ROOT);
        return lower.contains("<iframe") && !lower.contains("</iframe")
                ? FRAME.matcher(mended).replaceAll("<iframe$1></iframe>")
                : mended;
    }

    /** A comment that nobody closes ends with its first bracket, not with the text. */
    private static String withoutOpenComment(String html) {
        int open = html.lastIndexOf("<!--");
        if (open < 0 || html.indexOf("-->", open) >= 0) {
            return html;
        }
        int close = html.indexOf('>', open);
        return html.substring(0, open) + (close < 0 ? "" : html.substring(close + 1));
    }
}
