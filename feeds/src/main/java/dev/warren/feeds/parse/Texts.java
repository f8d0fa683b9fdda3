package dev.warren.feeds.parse;

import dev.warren.feeds.clean.PlainText;
import dev.warren.feeds.clean.WebHtml;
import dev.warren.feeds.parse.tree.Node;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Texts of elements. Atom says whether one is plain, HTML or XHTML; RSS does not, so there it is
 * looked at.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4287#section-3.1">RFC 4287, section 3.1</a>
 */
final class Texts {

    private static final Set<String> HTML = Set.of("html", "text/html");
    private static final Set<String> XHTML = Set.of("xhtml", "application/xhtml+xml");
    private static final Set<String> PLAIN = Set.of("text", "text/plain", "plain");
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}");
    private static final int MAX_LINE = 2000;

    private final WebHtml web;

    /** Whether texts without a type are plain. */
    private final boolean typed;

    Texts(WebHtml web, boolean typed) {
        this.web = web;
        this.typed = typed;
    }

    /** One line of plain text, at most 2,000 characters. */
    String line(Node node) {
        String text = raw(node);
        String line = isHtml(node, text, false) ? PlainText.lineOf(text) : PlainText.line(text);
        return shortened(line);
    }

    /** Clean HTML. */
    String html(Node node) {
        String text = raw(node);
        if (text.isEmpty()) {
            return "";
        }
        if (isHtml(node, text, true)) {
            return web.clean(text, node.base());
        }
        StringBuilder escaped = new StringBuilder(text.length());
        Node.escape(text, escaped);
        return web.clean(escaped.toString(), node.base());
    }

    /** What an element's text was written as: what it says, or what is usual where it is. */
    String mediaType(Node node) {
        String type = type(node);
        if (HTML.contains(type)) {
            return "text/html";
        }
        if (XHTML.contains(type) || type.isEmpty() && node.name().startsWith("xhtml:")) {
            return "application/xhtml+xml";
        }
        if (PLAIN.contains(type) || type.isEmpty() && typed) {
            return "text/plain";
        }
        return MEDIA_TYPE.matcher(type).matches() ? type : "text/html";
    }

    /** Plain text of an element that can have no markup, such as a name. */
    static String plain(Node node) {
        return plain(node.text());
    }

    static String plain(String text) {
        boolean html = LooksLikeHtml.certainly(text);
        return shortened(html ? PlainText.lineOf(text) : PlainText.line(text));
    }

    private static String shortened(String line) {
        if (line.length() <= MAX_LINE) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(MAX_LINE - 1)) ? MAX_LINE - 1 : MAX_LINE;
        return line.substring(0, end);
    }

    private static String raw(Node node) {
        List<Node> elements = node.elements();
        if (elements.isEmpty()) {
            String text = node.text();
            return isBase64(node) ? decoded(text) : text;
        }
        boolean wrapped =
                elements.size() == 1
                        && (elements.getFirst().name().equals("div")
                                || elements.getFirst().name().equals("xhtml:div"))
                        && node.text().equals(elements.getFirst().text());
        if (!wrapped) {
            return node.markup();
        }
        Node inner = elements.getFirst();
        // a wrapper around markup that is escaped all the same
        boolean escaped = inner.elements().isEmpty() && HTML.contains(type(node));
        return escaped ? inner.text() : inner.markup();
    }

    private boolean isHtml(Node node, String text, boolean lenient) {
        String type = type(node);
        if (HTML.contains(type) || XHTML.contains(type) || !node.elements().isEmpty()) {
            return true;
        }
        if (typed && (PLAIN.contains(type) || !lenient)) {
            return false;
        }
        return lenient ? LooksLikeHtml.probably(text) : LooksLikeHtml.certainly(text);
    }

    private static boolean isBase64(Node node) {
        String type = type(node);
        return node.attribute("mode").equalsIgnoreCase("base64")
                || type.contains("/") && !type.startsWith("text/") && !type.contains("xml");
    }

    private static String decoded(String base64) {
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(base64);
            String text = new String(bytes, StandardCharsets.UTF_8);
            // a picture, say, is no text
            return text.indexOf('\uFFFD') < 0 ? text : "";
        } catch (IllegalArgumentException e) {
            return base64;
        }
    }

    private static String type(Node node) {
        return node.attribute("type").toLowerCase(Locale.ROOT);
    }
}
