package dev.warren.feeds.fulltext;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/** Takes out what surrounds articles, by what it is and by what its makers call it. */
final class Clutter {

    /** What is never part of an article, by element and role. */
    private static final String NEVER =
            "script, style, noscript, template, link, meta, nav, aside, button, input, select,"
                    + " textarea, dialog, menu, svg, [role=navigation], [role=complementary],"
                    + " [role=dialog], [role=alertdialog], [role=banner], [role=contentinfo],"
                    + " [role=search], [role=menu], [role=menubar], [role=toolbar]";

    /** What names say something about; what is in a line of text has names for its colours. */
    private static final Set<String> BLOCKS =
            Set.of(
                    "div", "section", "ul", "ol", "dl", "table", "p", "header", "footer", "h2",
                    "h3");

    private static final Pattern AROUND =
            Pattern.compile(
                    "(?:^|[^a-z])(?:ads?|advert[a-z]*|author-?bio|banner|breadcrumbs?|comments?|"
                            + "consent|cookies?|disqus|footer|masthead|menu|modal|nav|navbar|navigation|"
                            + "newsletter|pager|pagination|paywall|popup|promo[a-z]*|recirc|"
                            + "recommend[a-z]*|related|replies|respond|share|sharing|shares|sidebar|"
                            + "signup|site-header|skip|social|sponsor[a-z]*|subscribe|teaser|toolbar|"
                            + "trending|widget)(?:$|[^a-z])");

    private static final Pattern WITHIN =
            Pattern.compile("article|body|content|entry|main|story|text");

    private static final Pattern HIDDEN = Pattern.compile("(?i)display\\s*:\\s*none");
    private static final int LONGEST_NAME = 300;

    private Clutter() {}

    static void remove(Element body) {
        body.select(NEVER).remove();
        Weights weights = Weights.of(body);
        int half = weights.text(body) / 2;
        for (Element element : body.getAllElements()) {
            // what holds most of a page's text is no clutter, whatever it is called
            if (isClutter(element) && weights.text(element) <= half) {
                element.remove();
            }
        }
    }

    private static boolean isClutter(Element element) {
        if (HIDDEN.matcher(cut(element.attr("style"))).find()) {
            return true;
        }
        // some systems put a whole page into a form
        if (element.nameIs("footer") || element.nameIs("form") || element.hasAttr("hidden")) {
            return true;
        }
        String names = names(element);
        return BLOCKS.contains(element.normalName())
                && AROUND.matcher(names).find()
                && !WITHIN.matcher(names).find();
    }

    /** Its class and id, in lower case. */
    static String names(Element element) {
        return cut(element.className() + " " + element.id()).toLowerCase(Locale.ROOT);
    }

    private static String cut(String text) {
        return text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) : text;
    }
}
