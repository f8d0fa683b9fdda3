package dev.warren.feeds.fulltext;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/**
 * How much text elements hold, and how much of it is links: of a tree as it is, in one walk. Used
 * by one thread.
 */
final class Weights {

    private static final Weight NOTHING = new Weight();

    private static final String COMMAS = ",;\uff0c\u3001\u3002\u060c";

    /** What is something to see without text. */
    private static final Set<String> MEDIA =
            Set.of("img", "picture", "video", "audio", "iframe", "hr", "math");

    private final Map<Element, Weight> weights = new IdentityHashMap<>();

    /** Characters that are no blanks, and what else is counted. */
    private static final class Weight {
        private int text;
        private int links;
        private int commas;
        private int media;

        private void add(String more) {
            for (int i = 0; i < more.length(); i++) {
                char c = more.charAt(i);
                text += isBlank(c) ? 0 : 1;
                commas += COMMAS.indexOf(c) < 0 ? 0 : 1;
            }
        }

        private void add(Weight other) {
            text += other.text;
            links += other.links;
            commas += other.commas;
            media += other.media;
        }
    }

    private Weights() {}

    static Weights of(Element root) {
        Weights all = new Weights();
        root.traverse(
                new NodeVisitor() {
                    @Override
                    public void head(Node node, int depth) {
                        if (node instanceof TextNode text && node.parent() instanceof Element in) {
                            all.at(in).add(text.getWholeText());
                        }
                    }

                    @Override
                    public void tail(Node node, int depth) {
                        if (node instanceof Element element) {
                            all.close(element, root);
                        }
                    }
                });
        return all;
    }

    private void close(Element element, Element root) {
        Weight own = at(element);
        // a jump within the page, such as to a footnote, is text
        if (element.nameIs("a") && !element.attr("href").startsWith("#")) {
            own.links = own.text;
        }
        own.media += MEDIA.contains(element.normalName()) ? 1 : 0;
        Element parent = element.parent();
        if (parent != null && element != root) {
            at(parent).add(own);
        }
    }

    private Weight at(Element element) {
        return weights.computeIfAbsent(element, _ -> new Weight());
    }

    /** How long its text is. */
    int text(Element element) {
        return weights.getOrDefault(element, NOTHING).text;
    }

    /** Which part of its text is links: 0 to 1. */
    double links(Element element) {
        Weight weight = weights.getOrDefault(element, NOTHING);
        return weight.text == 0 ? 0 : (double) weight.links / weight.text;
    }

    /** How many commas, semicolons and the like it has. */
    int commas(Element element) {
        return weights.getOrDefault(element, NOTHING).commas;
    }

    /** Whether there is something to see in it besides text. */
    boolean shows(Element element) {
        return weights.getOrDefault(element, NOTHING).media > 0;
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || c == '\u00a0';
    }
}
