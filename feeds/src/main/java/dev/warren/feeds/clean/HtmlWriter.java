package dev.warren.feeds.clean;

import java.util.List;
import java.util.Set;
import org.owasp.html.HtmlStreamEventReceiver;

/**
 * Writes what the sanitizer lets through. Unlike the sanitizer's own writer it escapes only what
 * HTML wants to be escaped, so that text can be compared and searched; that is enough because no
 * element whose text is not parsed as text gets here but {@code iframe}, and that one is kept
 * empty.
 */
final class HtmlWriter implements HtmlStreamEventReceiver {

    private static final Set<String> VOID =
            Set.of("br", "hr", "img", "wbr", "col", "source", "track");
    private static final String RAW = "iframe";

    private final StringBuilder out;
    private boolean raw;

    HtmlWriter(StringBuilder out) {
        this.out = out;
    }

    @Override
    public void openDocument() {
        raw = false;
    }

    @Override
    public void closeDocument() {
        raw = false;
    }

    @Override
    public void openTag(String name, List<String> attributes) {
        if (raw) {
            return;
        }
        out.append('<').append(name);
        for (int i = 0; i + 1 < attributes.size(); i += 2) {
            out.append(' ').append(attributes.get(i)).append("=\"");
            escape(attributes.get(i + 1), true);
            out.append('"');
        }
        out.append('>');
        raw = name.equals(RAW);
    }

    @Override
    public void closeTag(String name) {
        if (raw && !name.equals(RAW)) {
            return;
        }
        raw = false;
        if (!VOID.contains(name)) {
            out.append("</").append(name).append('>');
        }
    }

    @Override
    public void text(String text) {
        if (!raw) {
            escape(text, false);
        }
    }

    private void escape(String text, boolean attribute) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append(attribute ? "&quot;" : "\"");
                default -> {
                    if (Characters.allowed(c)) {
                        out.append(c);
                    }
                }
            }
        }
    }
}
