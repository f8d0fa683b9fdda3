package dev.warren.feeds.fulltext;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/**
 * How much elements look like the one that holds an article: paragraphs count for what they are in,
 * less for what that is in, and links count against both. Used by one thread.
 */
final class Scores {

    /** Shorter ones, in characters that are no blanks, are captions and the like. */
    private static final int PARAGRAPH = 25;

    /** A list's points are read like text only when they are long. */
    private static final int LONG_POINT = 80;

    private static final int LEVELS = 5;
    private static final int MOST_COMMAS = 10;

    private static final Set<String> PARAGRAPHS =
            Set.of("p", "pre", "blockquote", "td", "dd", "li", "div", "section", "article");

    private static final Set<String> BLOCKS =
            Set.of(
                    ("address article aside blockquote center dd details div dl dt fieldset figure"
                                    + " footer form h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table"
                                    + " tbody td tfoot th thead tr ul")
                            .split(" "));

    private static final Pattern GOOD =
            Pattern.compile("article|body|content|entry|hentry|main|page|post|story|text|blog");

    private static final Pattern BAD =
            Pattern.compile(
                    "comment|foot|header|masthead|media|meta|outbrain|promo|related|scroll|share|"
                            + "shoutbox|sidebar|sponsor|shopping|tags|teaser|widget");

    private final Weights weights;

    /** Inner ones before those around them. */
    private final Map<Element, Double> points = new LinkedHashMap<>();

    private Scores(Weights weights) {
        this.weights = weights;
    }

    static Scores of(Element body, Weights weights) {
        Scores scores = new Scores(weights);
        for (Element element : body.getAllElements()) {
            if (element != body && scores.isParagraph(element)) {
                scores.count(element, body);
            }
        }
        return scores;
    }

    private boolean isParagraph(Element element) {
        int least = element.nameIs("li") ? LONG_POINT : PARAGRAPH;
        return PARAGRAPHS.contains(element.normalName())
                && weights.text(element) >= least
                && element.children().stream()
                        .noneMatch(child -> BLOCKS.contains(child.normalName()));
    }

    private void count(Element paragraph, Element body) {
        double worth =
                (1
                                + Math.min(MOST_COMMAS, weights.commas(paragraph))
                                + Math.min(3, weights.text(paragraph) / 100.0))
                        * (1 - weights.links(paragraph));
        Element around = paragraph.parent();
        for (int level = 0; level < LEVELS && around != null; level++) {
            double share = level == 0 ? 1 : level == 1 ? 2 : level * 3;
            points.merge(around, worth / share, Double::sum);
            if (around == body) {
                return;
            }
            around = around.parent();
        }
    }

    /** 0 for what holds no paragraph. */
    double of(Element element) {
        Double counted = points.get(element);
        return counted == null
                ? 0
                : Math.max(0, counted + first(element)) * (1 - weights.links(element));
    }

    /** What it gets for what it is. */
    private static double first(Element element) {
        double kind =
                switch (element.normalName()) {
                    case "article" -> 15;
                    case "main" -> 10;
                    case "div", "section" -> 5;
                    case "pre", "td", "blockquote" -> 3;
                    case "ol", "ul", "dl", "dd", "dt", "li", "address", "form" -> -3;
                    case "th", "header", "footer" -> -5;
                    default -> 0;
                };
        String names = Clutter.names(element);
        return kind
                + (GOOD.matcher(names).find() ? 15 : 0)
                - (BAD.matcher(names).find() ? 15 : 0)
                + (element.attr("itemprop").equals("articleBody") ? 25 : 0);
    }

    /** What looks most like it; of two that are alike the inner one, which has less around it. */
    Optional<Element> best() {
        Element best = null;
        double most = 0;
        for (Element element : points.keySet()) {
            double score = of(element);
            if (score > most) {
                best = element;
                most = score;
            }
        }
        return Optional.ofNullable(best);
    }
}
