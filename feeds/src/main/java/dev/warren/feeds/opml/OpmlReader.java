package dev.warren.feeds.opml;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Consumer;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jsoup.parser.StreamParser;

/**
 * Reads OPML 1.0 and 2.0 as it is written in the wild: broken entities, no prolog, {@code url} for
 * {@code xmlUrl}. Document type definitions are not looked at. An outline is dropped once it was
 * told, so that a long list takes no more memory than a short one.
 *
 * @see <a href="http://opml.org/spec2.opml">OPML 2.0</a>
 */
public final class OpmlReader {

    /** Feeds of a list that are read; the rest is not. */
    public static final int MOST = 5000;

    private static final int DEEPEST = 32;
    private static final int LONGEST = 2000;

    private OpmlReader() {}

    /** What a document turned out to be. */
    public enum Outcome {
        /** A list, read to its end. */
        WHOLE,
        /** A list of more than {@link #MOST} feeds; the first of them were told. */
        TOO_LONG,
        /** No OPML. */
        NO_LIST
    }

    /**
     * Tells the feeds of a list, in order.
     *
     * @param document its characters, of which the caller bounds the number; not closed
     */
    public static Outcome read(Reader document, Consumer<Outline> feeds) throws IOException {
        Parser xml = Parser.xmlParser().setMaxDepth(DEEPEST);
        try (StreamParser parser = new StreamParser(xml)) {
            Iterator<Element> elements = parser.parse(document, "").iterator();
            boolean list = false;
            int told = 0;
            while (elements.hasNext()) {
                Element element = elements.next();
                list |= isInList(element);
                if (!element.nameIs("outline")) {
                    continue;
                }
                String feed = attribute(element, "xmlUrl", "url");
                if (list && !feed.isEmpty()) {
                    if (told == MOST) {
                        return Outcome.TOO_LONG;
                    }
                    told++;
                    feeds.accept(outline(element, feed));
                }
                element.remove();
            }
            return list ? Outcome.WHOLE : Outcome.NO_LIST;
        }
    }

    private static boolean isInList(Element element) {
        return element.nameIs("opml")
                || element.parents().stream().anyMatch(parent -> parent.nameIs("opml"));
    }

    private static Outline outline(Element element, String feed) {
        return new Outline(
                attribute(element, "title", "text"),
                feed,
                attribute(element, "htmlUrl", "link"),
                folder(element));
    }

    private static String folder(Element element) {
        Deque<String> names = new ArrayDeque<>();
        for (Element parent : element.parents()) {
            String name = attribute(parent, "text", "title");
            if (parent.nameIs("outline") && !name.isEmpty()) {
                names.addFirst(name);
            }
        }
        String own = names.isEmpty() ? attribute(element, "category", "category") : "";
        return names.isEmpty() ? firstCategory(own) : String.join("/", names);
    }

    /** {@code /Tech/Java,/News} is two of them. */
    private static String firstCategory(String categories) {
        String first = categories.split(",", 2)[0].strip();
        return first.startsWith("/") ? first.substring(1) : first;
    }

    private static String attribute(Element element, String name, String otherwise) {
        String value = ignoringCase(element, name);
        if (value.isEmpty()) {
            value = ignoringCase(element, otherwise);
        }
        return value.length() > LONGEST ? value.substring(0, LONGEST) : value;
    }

    private static String ignoringCase(Element element, String name) {
        return element.attributes().getIgnoreCase(name).strip();
    }
}
