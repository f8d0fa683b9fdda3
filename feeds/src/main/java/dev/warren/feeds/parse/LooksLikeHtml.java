package dev.warren.feeds.parse;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Entities;

/** Whether text of a feed that does not say so is HTML. */
final class LooksLikeHtml {

    private static final Pattern TAG =
            Pattern.compile("<(/?)([A-Za-z][A-Za-z0-9]{0,15})(\\s[^<>]*)?/?>");
    private static final Pattern ENTITY =
            Pattern.compile("&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});");
    private static final Pattern MARKED = Pattern.compile("<!--|<!\\[CDATA\\[|<!DOCTYPE");

    private static final Set<String> NAMES =
            Set.of(
                    ("a abbr acronym address applet area article aside audio b base bdi bdo big"
                                    + " blink blockquote body br button canvas caption center cite code col"
                                    + " colgroup dd del details dfn div dl dt em embed fieldset figcaption"
                                    + " figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header"
                                    + " hr html i iframe img input ins kbd label li link main map mark meta"
                                    + " nav noscript object ol p param picture pre q rp rt ruby s samp script"
                                    + " section select small source span strike strong style sub summary sup"
                                    + " table tbody td textarea tfoot th thead time title tr tt u ul var video"
                                    + " wbr svg math")
                            .split(" "));

    private LooksLikeHtml() {}

    /**
     * Whether it would be odd as plain text: a tag that is closed, or has attributes, or an entity.
     */
    static boolean certainly(String text) {
        if (text.indexOf('<') < 0) {
            return hasEntity(text);
        }
        Matcher tag = TAG.matcher(text);
        while (tag.find()) {
            boolean known = NAMES.contains(tag.group(2).toLowerCase(Locale.ROOT));
            boolean marked = !tag.group(1).isEmpty() || tag.group(3) != null;
            if (known && (marked || tag.group().endsWith("/>"))) {
                return true;
            }
        }
        return hasEntity(text);
    }

    /** Whether it has anything of HTML. */
    static boolean probably(String text) {
        if (text.indexOf('<') < 0) {
            return hasEntity(text);
        }
        Matcher tag = TAG.matcher(text);
        while (tag.find()) {
            if (NAMES.contains(tag.group(2).toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return MARKED.matcher(text).find() || hasEntity(text);
    }

    private static boolean hasEntity(String text) {
        if (text.indexOf('&') < 0) {
            return false;
        }
        Matcher entity = ENTITY.matcher(text);
        while (entity.find()) {
            String name = entity.group(1);
            if (name.startsWith("#") || Entities.isNamedEntity(name)) {
                return true;
            }
        }
        return false;
    }
}
