package dev.warren.feeds.fulltext;

import java.net.URI;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Finds the article on a page: clutter is taken out, what is left is scored, and what scores most
 * is taken with those of its neighbours that look like more of it. In the manner of Arc90's
 * Readability, which all readers' modes descend from. Safe for many threads; recurses nowhere.
 */
final class Articles {

    /** Shorter ones, in characters that are no blanks, are no article. */
    static final int SHORTEST = 250;

    /** Of an article a smaller part is links. */
    private static final double MOST_LINKS = 0.4;

    /** Of a list or a box within an article as well. */
    private static final double MOST_LINKS_WITHIN = 0.7;

    /** What may stand between two parts of an article. */
    private static final Set<String> BETWEEN =
            Set.of(
                    "p",
                    "pre",
                    "blockquote",
                    "figure",
                    "img",
                    "picture",
                    "ul",
                    "ol",
                    "dl",
                    "table",
                    "h2",
                    "h3",
                    "h4",
                    "hr",
                    "video",
                    "audio",
                    "iframe");

    private Articles() {}

    /**
     * The article.
     *
     * @param contentType the header, empty where there is none
     * @param title of the item, which its reader has above it
     */
    static Extract find(byte[] page, String contentType, URI url, String title) {
        Document document = PageTree.parse(page, contentType, url.toString());
        Element body = document.body();
        Clutter.remove(body);
        Scores scores = Scores.of(body, Weights.of(body));
        return scores.best()
                .map(best -> judged(joined(best, scores), title))
                .orElseGet(Articles::none);
    }

    private static Extract none() {
        return new Extract.None("no article could be found on its page");
    }

    private static Extract judged(Element article, String title) {
        tidy(article, title);
        Weights weights = Weights.of(article);
        int length = weights.text(article);
        if (length < SHORTEST || weights.links(article) > MOST_LINKS) {
            return none();
        }
        Document document = article.ownerDocument();
        if (document != null) {
            document.outputSettings().prettyPrint(false);
        }
        return new Extract.Article(article.html(), length);
    }

    /** The best with its neighbours, in an element of their own. */
    private static Element joined(Element best, Scores scores) {
        Element around = best.parent();
        if (best.nameIs("body") || around == null) {
            return best;
        }
        double enough = Math.max(10, scores.of(best) / 5);
        List<Element> all = List.copyOf(around.children());
        BitSet parts = new BitSet(all.size());
        for (int i = 0; i < all.size(); i++) {
            parts.set(i, all.get(i) == best || scores.of(all.get(i)) >= enough);
        }
        int first = parts.nextSetBit(0);
        int last = parts.length() - 1;
        Weights weights = Weights.of(around);
        // paragraphs that stand beside the best belong to it
        while (first > 0 && isText(all.get(first - 1), weights)) {
            first--;
        }
        while (last < all.size() - 1 && isText(all.get(last + 1), weights)) {
            last++;
        }
        Element joined = new Element("div");
        for (int i = first; i <= last; i++) {
            Element one = all.get(i);
            if (parts.get(i)
                    || BETWEEN.contains(one.normalName()) && weights.links(one) < MOST_LINKS) {
                joined.appendChild(one);
            }
        }
        // so that settings of the document hold
        around.appendChild(joined);
        return joined;
    }

    private static boolean isText(Element element, Weights weights) {
        return element.nameIs("p") && weights.text(element) > 80 && weights.links(element) < 0.25;
    }

    private static void tidy(Element article, String title) {
        String said = plain(title);
        for (Element heading : article.select("h1, h2")) {
            if (heading.nameIs("h1") || plain(heading.text()).equals(said)) {
                heading.remove();
            }
        }
        Weights weights = Weights.of(article);
        for (Element box : article.select("ul, ol, dl, table, div, section, p, header, figure")) {
            boolean links = weights.text(box) > 0 && weights.links(box) > MOST_LINKS_WITHIN;
            boolean boxed = !box.nameIs("p") && !box.nameIs("figure");
            if (box != article
                    && !weights.shows(box)
                    && (links && boxed || weights.text(box) == 0)) {
                box.remove();
            }
        }
    }

    private static String plain(String text) {
        return text.replaceAll("[^\\p{L}\\p{N}]+", " ").strip().toLowerCase(Locale.ROOT);
    }
}
