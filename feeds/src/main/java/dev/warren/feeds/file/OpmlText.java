package dev.warren.feeds.file;

import java.util.Locale;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/**
 * OPML: each outline with an {@code xmlUrl} is a feed; the head's {@code ownerEmail} is the
 * address, and what files set with {@code =: key value} are elements of that name there. Read
 * leniently, and without entities of its own.
 */
final class OpmlText {

    /** Every day at 13:00 UTC, as the lines' {@code digest_interval 1day}. */
    private static final String DAILY = "1day";

    private OpmlText() {}

    static void read(String text, FileDraft draft) {
        Document document = Parser.xmlParser().setTrackPosition(true).parseInput(text, "");
        Element opml = document.selectFirst("opml");
        if (opml == null) {
            draft.problem(1, "is XML, but not OPML (expected: an element opml)");
            return;
        }
        for (Element set : opml.select("> head > *")) {
            head(set, draft);
        }
        for (Element outline : opml.select("outline")) {
            String url = attribute(outline, "xmlUrl");
            if (!url.isBlank()) {
                String title = attribute(outline, "title");
                draft.feed(
                        line(outline), url, title.isEmpty() ? attribute(outline, "text") : title);
            }
        }
        if (!draft.hasSchedule()) {
            draft.set(0, "digest_interval", DAILY);
            draft.note(0, "has no cron in its head, so it is mailed every day at 13:00");
        }
    }

    private static void head(Element element, FileDraft draft) {
        String name = element.tagName().toLowerCase(Locale.ROOT);
        String key = name.equals("owneremail") ? "email" : name;
        // a head has other elements too, which are for other programs
        if (FileDraft.isKey(key) && !element.text().isBlank()) {
            draft.set(line(element), key, element.text());
        }
    }

    /** Programs write its name in different cases. */
    private static String attribute(Element element, String name) {
        return element.attributes().getIgnoreCase(name);
    }

    private static int line(Element element) {
        return element.sourceRange().start().lineNumber();
    }
}
