package dev.warren.feeds.clean;

import org.jsoup.nodes.Element;

/** HTML as text, for the text part of mails, for search, and for titles. */
public final class PlainText {

    private PlainText() {}

    /**
     * The text with its paragraphs, lists and quotes as people type them. Links become {@code text
     * [1]}, and their addresses follow at the end, one a line.
     */
    public static String of(String html) {
        return render(html, true);
    }

    /** The text alone, without addresses. */
    public static String withoutLinks(String html) {
        return render(html, false);
    }

    /**
     * The text on one line, for titles and names: without tags, control characters, and characters
     * that hide or turn the direction of what follows.
     *
     * @param html HTML; text that is none is to be given to {@link #line}
     */
    public static String lineOf(String html) {
        if (html.indexOf('<') < 0 && html.indexOf('&') < 0) {
            return line(html);
        }
        Element body = Fragments.parse(html);
        body.select("script, style, template, iframe, textarea, title").remove();
        return line(body.text());
    }

    /** Text on one line, without control characters and the like; white space is one blank. */
    public static String line(String text) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), 256));
        boolean blank = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Characters.space(c)) {
                blank = true;
            } else if (Characters.allowedInLine(c)) {
                if (blank && !out.isEmpty()) {
                    out.append(' ');
                }
                blank = false;
                out.append(c);
            }
        }
        return out.toString();
    }

    private static String render(String html, boolean links) {
        if (html.indexOf('<') < 0 && html.indexOf('&') < 0) {
            return html.strip();
        }
        Element body = Fragments.parse(html);
        TextRendering rendering = new TextRendering(links);
        rendering.render(body);
        return rendering.text();
    }
}
