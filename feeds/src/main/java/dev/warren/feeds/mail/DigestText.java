package dev.warren.feeds.mail;

import dev.warren.feeds.clean.MailHtml;
import dev.warren.feeds.clean.PlainText;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.web.util.HtmlUtils;

/**
 * Writes digests. The HTML stays below what mail programs show without cutting it: where the whole
 * texts are too much, the first items have theirs, those after them a beginning, and the last are
 * links.
 */
public final class DigestText {

    /** Gmail cuts at 102 kB, in bytes; a letter may be three of them. */
    static final int MOST_HTML = 96_000;

    private static final int FRAME = 4_000;
    private static final int MOST_EXCERPT = 400;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH);

    private final MailHtml cleaner;

    public DigestText(MailHtml cleaner) {
        this.cleaner = cleaner;
    }

    /** An item in its two faces, at one of three sizes. */
    private record Block(String text, String html) {

        int bytes() {
            return utf8(html);
        }
    }

    /**
     * Writes a mail of as many of {@code items} as it can hold links to, from the first on.
     *
     * @param troubles told of at its end
     * @param note a sentence at its beginning; may be empty
     */
    public Page write(
            DigestLook look, List<DigestItem> items, List<Trouble> troubles, String note) {
        int room = MOST_HTML - FRAME - 600 * troubles.size();
        List<Block> blocks = new ArrayList<>();
        for (DigestItem item : items) {
            Block link = link(item, look);
            if (link.bytes() + headingBytes(item) > room) {
                break;
            }
            room -= link.bytes() + headingBytes(item);
            blocks.add(link);
        }
        if (look.content()) {
            room = grow(blocks, items, look, room, false);
            grow(blocks, items, look, room, true);
        }
        return new Page(blocks.size(), frame(look, items, blocks, troubles, note));
    }

    /**
     * What was written.
     *
     * @param items how many are in it
     */
    public record Page(int items, Rendered rendered) {}

    /** Replaces blocks by longer ones, from the first on, while there is room. */
    private int grow(
            List<Block> blocks, List<DigestItem> items, DigestLook look, int room, boolean full) {
        int left = room;
        for (int i = 0; i < blocks.size(); i++) {
            Block longer = full ? full(items.get(i), look) : excerpt(items.get(i), look);
            int more = longer.bytes() - blocks.get(i).bytes();
            if (more <= left) {
                left -= Math.max(0, more);
                blocks.set(i, longer);
            }
        }
        return left;
    }

    private static Block link(DigestItem item, DigestLook look) {
        String title = title(item);
        String url = HtmlUtils.htmlEscape(item.url());
        String name = HtmlUtils.htmlEscape(title);
        String linked = url.isEmpty() ? name : "<a href=\"" + url + "\">" + name + "</a>";
        String by =
                (item.author().isEmpty() ? "" : PlainText.line(item.author()) + " · ")
                        + TIME.format(item.published().atZone(look.zone()));
        return new Block(
                "* "
                        + title
                        + "\n  "
                        + by
                        + (item.url().isEmpty() ? "" : "\n  " + item.url())
                        + "\n",
                "<h3 style=\"margin:20px 0 2px;font-size:17px\">%s</h3><p style=\"margin:0 0 8px;color:#666;font-size:13px\">%s</p>\n"
                        .formatted(linked, HtmlUtils.htmlEscape(by)));
    }

    private static Block excerpt(DigestItem item, DigestLook look) {
        Block link = link(item, look);
        String source = item.summary().isEmpty() ? item.content() : item.summary();
        String plain = PlainText.line(PlainText.withoutLinks(source));
        if (plain.isEmpty()) {
            return link;
        }
        String cut = plain.length() > MOST_EXCERPT ? plain.substring(0, MOST_EXCERPT) + "…" : plain;
        return new Block(
                link.text() + "\n" + Wrapped.of(cut, "  ") + "\n",
                link.html()
                        + "<p style=\"margin:0 0 8px\">"
                        + HtmlUtils.htmlEscape(cut)
                        + "</p>\n");
    }

    private Block full(DigestItem item, DigestLook look) {
        if (item.text().isEmpty()) {
            return link(item, look);
        }
        Block link = link(item, look);
        String html = cleaner.clean(item.text(), look.images());
        return new Block(
                link.text() + "\n" + Wrapped.of(PlainText.of(html), "  ") + "\n",
                link.html() + "<div>" + html + "</div>\n");
    }

    private static String title(DigestItem item) {
        String title = PlainText.line(item.title());
        if (!title.isEmpty()) {
            return title;
        }
        String words = PlainText.line(PlainText.withoutLinks(item.text()));
        String short80 = words.length() > 80 ? words.substring(0, 80) + "…" : words;
        return short80.isEmpty()
                ? (item.url().isEmpty() ? "(without a title)" : item.url())
                : short80;
    }

    private static int headingBytes(DigestItem item) {
        return utf8(item.feed()) + 80;
    }

    private static Rendered frame(
            DigestLook look,
            List<DigestItem> items,
            List<Block> blocks,
            List<Trouble> troubles,
            String note) {
        StringBuilder text = new StringBuilder(look.title()).append("\n\n");
        StringBuilder html = new StringBuilder();
        html.append(
                "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"></head>"
                        + "<body style=\"margin:0 auto;padding:12px;max-width:680px;font-family:sans-serif;font-size:16px;line-height:1.45\">\n");
        html.append("<h1 style=\"font-size:22px\">")
                .append(HtmlUtils.htmlEscape(look.title()))
                .append("</h1>\n");
        if (!note.isEmpty()) {
            text.append(Wrapped.of(note, "")).append("\n\n");
            html.append("<p>").append(HtmlUtils.htmlEscape(note)).append("</p>\n");
        }
        String feed = "";
        for (int i = 0; i < blocks.size(); i++) {
            String of = PlainText.line(items.get(i).feed());
            if (!of.equals(feed)) {
                feed = of;
                text.append('\n')
                        .append(of)
                        .append('\n')
                        .append("-".repeat(Math.min(72, of.length())))
                        .append("\n\n");
                html.append(
                                "<h2 style=\"margin:28px 0 0;border-bottom:1px solid #ccc;font-size:19px\">")
                        .append(HtmlUtils.htmlEscape(of))
                        .append("</h2>\n");
            }
            text.append(blocks.get(i).text()).append('\n');
            html.append(blocks.get(i).html());
        }
        troubles(troubles, look, text, html);
        foot(look, text, html);
        return new Rendered(text.toString(), html.toString());
    }

    private static void troubles(
            List<Trouble> troubles, DigestLook look, StringBuilder text, StringBuilder html) {
        if (troubles.isEmpty()) {
            return;
        }
        text.append("\nFeeds that cannot be fetched\n\n");
        html.append(
                "<h2 style=\"margin:28px 0 0;font-size:19px\">Feeds that cannot be fetched</h2>\n<ul>");
        for (Trouble trouble : troubles) {
            String line =
                    "%s: %s (since %s)"
                            .formatted(
                                    PlainText.line(trouble.feed()),
                                    PlainText.line(trouble.problem()),
                                    TIME.format(trouble.since().atZone(look.zone())));
            String url = PlainText.line(trouble.url());
            text.append("* ").append(line).append("\n  ").append(url).append('\n');
            html.append("<li>")
                    .append(HtmlUtils.htmlEscape(line))
                    .append("<br>")
                    .append(HtmlUtils.htmlEscape(url))
                    .append("</li>\n");
        }
        String said = "They are tried again and again; you are told of each once.";
        text.append('\n').append(said).append('\n');
        html.append("</ul><p>").append(said).append("</p>\n");
    }

    private static void foot(DigestLook look, StringBuilder text, StringBuilder html) {
        String why = "This digest of feeds was set up by " + look.owner() + ".";
        text.append("\n-- \n")
                .append(why)
                .append("\nUnsubscribe: ")
                .append(look.unsubscribe())
                .append('\n');
        html.append("<hr style=\"margin-top:32px\"><p style=\"color:#666;font-size:13px\">")
                .append(HtmlUtils.htmlEscape(why))
                .append(" <a href=\"")
                .append(HtmlUtils.htmlEscape(look.unsubscribe().toString()))
                .append("\">Unsubscribe</a></p>\n</body></html>\n");
    }

    private static int utf8(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
