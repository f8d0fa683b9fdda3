package dev.warren.feeds.clean;

import java.net.URI;
import org.jsoup.nodes.Element;

/**
 * Makes a publisher's HTML safe to show on a page. It is repaired first, with relative addresses
 * made absolute, and then judged by a list of what may be in it: no scripts, styles, forms, ids or
 * classes, frames of a few video hosts only. Safe for many threads.
 *
 * <p>At most the first 256 Ki characters and 20,000 tags are looked at; a text beyond is cut there.
 */
public final class WebHtml {

    private final Judge judge = new Judge(Policies.web());

    /**
     * The clean text, which is well-formed and has only absolute addresses.
     *
     * @param base what relative addresses are relative to
     */
    public String clean(String html, URI base) {
        String bounded = Bounds.cut(html);
        if (bounded.indexOf('<') < 0 && bounded.indexOf('&') < 0) {
            return plain(bounded);
        }
        Element body = Fragments.parse(bounded);
        WebRepair.repair(body, base);
        return judge.judged(body);
    }

    private static String plain(String text) {
        StringBuilder out = new StringBuilder(text.length());
        new HtmlWriter(out).text(text);
        return out.toString().strip();
    }
}
