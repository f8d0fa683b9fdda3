package dev.warren.feeds.clean;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/** Writes one tree as text. Recurses; trees are made flat before. */
final class TextRendering {

    private final boolean links;
    private final StringBuilder out = new StringBuilder();
    private final Map<String, Integer> notes = new LinkedHashMap<>();
    private String prefix = "";

    /** The prefix of the line before. */
    private String written = "";

    private int breaks;
    private boolean blank;

    TextRendering(boolean links) {
        this.links = links;
    }

    String text() {
        StringBuilder all = new StringBuilder(out.toString().strip());
        if (!notes.isEmpty()) {
            all.append('\n');
            notes.forEach((url, n) -> all.append("\n[").append(n).append("] ").append(url));
        }
        return all.toString();
    }

    void render(Element parent) {
        for (Node node : parent.childNodes()) {
            if (node instanceof TextNode text) {
                words(text.getWholeText(), parent.closest("pre") != null);
            } else if (node instanceof Element element) {
                element(element);
            }
        }
    }

    private void element(Element element) {
        switch (element.normalName()) {
            case "script", "style", "template", "head", "title" -> {}
            case "br" -> line(1);
            case "hr" -> block("", () -> words("----", false), 2);
            case "img" -> words(element.attr("alt"), false);
            case "a" -> link(element);
            case "li" -> block(marker(element), () -> render(element), 1);
            case "blockquote" -> block("> ", () -> render(element), 2);
            case "tr", "dt", "dd", "div", "figcaption", "caption" ->
                    block("", () -> render(element), 1);
            case "td", "th" -> {
                render(element);
                words("  ", false);
            }
            case "p",
                    "h1",
                    "h2",
                    "h3",
                    "h4",
                    "h5",
                    "h6",
                    "ul",
                    "ol",
                    "dl",
                    "pre",
                    "table",
                    "section",
                    "article",
                    "figure" ->
                    block("", () -> render(element), 2);
            default -> render(element);
        }
    }

    private static String marker(Element item) {
        Element list = item.parent();
        return list != null && list.is("ol") ? (item.elementSiblingIndex() + 1) + ". " : "* ";
    }

    private void block(String lead, Runnable body, int gap) {
        line(gap);
        String outer = prefix;
        if (lead.equals("> ")) {
            prefix = outer + lead;
            body.run();
        } else {
            if (!lead.isEmpty()) {
                words(lead, true);
            }
            prefix = outer + " ".repeat(lead.length());
            body.run();
        }
        prefix = outer;
        line(gap);
    }

    private void link(Element link) {
        int before = out.length();
        render(link);
        String url = link.attr("href");
        boolean said = out.length() > before && out.substring(before).strip().equals(url);
        if (links && !url.isEmpty() && !said) {
            int note = notes.computeIfAbsent(url, u -> notes.size() + 1);
            blank = out.length() > before;
            words("[" + note + "]", true);
        }
    }

    private void line(int gap) {
        breaks = Math.max(breaks, gap);
        blank = false;
    }

    private void words(String text, boolean verbatim) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (verbatim && c == '\n') {
                breaks++;
            } else if (!verbatim
                    && (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f')) {
                blank = breaks == 0 && !out.isEmpty();
            } else if (Characters.allowed(c)) {
                append(c);
            }
        }
    }

    private void append(char c) {
        if (breaks > 0 && !out.isEmpty()) {
            String between = common(written, prefix);
            for (int i = 0; i < breaks; i++) {
                out.append('\n').append(i + 1 < breaks ? between.stripTrailing() : prefix);
            }
        } else if (blank) {
            out.append(' ');
        } else if (out.isEmpty()) {
            out.append(prefix);
        }
        breaks = 0;
        blank = false;
        written = prefix;
        out.append(c);
    }

    private static String common(String one, String other) {
        int length = 0;
        while (length < Math.min(one.length(), other.length())
                && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        return one.substring(0, length);
    }
}
