package dev.warren.feeds.parse.tree;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An element. Names are in lower case, with the prefixes under which they are known here, none for
 * those of RSS and Atom: {@code title}, {@code dc:creator}, {@code xml:lang}. Lives in one thread.
 */
public final class Node {

    private final String name;
    private final Map<String, String> attributes;
    private final URI base;

    /** Texts as {@link StringBuilder}, elements as {@link Node}. */
    private final List<Object> content = new ArrayList<>(1);

    private List<Node> elements = List.of();

    Node(String name, Map<String, String> attributes, URI base) {
        this.name = name;
        this.attributes = attributes;
        this.base = base;
    }

    public String name() {
        return name;
    }

    /** What relative addresses in it are relative to. */
    public URI base() {
        return base;
    }

    /** An attribute without blanks around it, empty when it is not there. */
    public String attribute(String attribute) {
        return attributes.getOrDefault(attribute, "").strip();
    }

    public boolean has(String attribute) {
        return attributes.containsKey(attribute);
    }

    /** All elements in it, in order. */
    public List<Node> elements() {
        return Collections.unmodifiableList(elements);
    }

    /** The elements of a name, in order. An item is asked for many that it has not. */
    public List<Node> named(String wanted) {
        List<Node> found = List.of();
        for (Node node : elements) {
            if (node.name.equals(wanted)) {
                found = found.isEmpty() ? new ArrayList<>(2) : found;
                found.add(node);
            }
        }
        return found;
    }

    public Stream<Node> elements(String wanted) {
        return named(wanted).stream();
    }

    /** The first element of a name. */
    public Optional<Node> element(String wanted) {
        for (Node node : elements) {
            if (node.name.equals(wanted)) {
                return Optional.of(node);
            }
        }
        return Optional.empty();
    }

    /** All its text and that of its elements, without blanks around it. */
    public String text() {
        if (content.size() == 1 && content.getFirst() instanceof StringBuilder only) {
            return only.toString().strip();
        }
        StringBuilder out = new StringBuilder();
        appendText(out);
        return out.toString().strip();
    }

    private void appendText(StringBuilder out) {
        for (Object part : content) {
            if (part instanceof Node node) {
                node.appendText(out);
            } else {
                out.append((StringBuilder) part);
            }
        }
    }

    /** What is in it, as HTML. */
    public String markup() {
        StringBuilder out = new StringBuilder();
        appendMarkup(out);
        return out.toString().strip();
    }

    private void appendMarkup(StringBuilder out) {
        for (Object part : content) {
            if (part instanceof Node node) {
                String tag = node.name.startsWith("xhtml:") ? node.name.substring(6) : node.name;
                out.append('<').append(tag);
                node.attributes.forEach((key, value) -> {
                    out.append(' ').append(key).append("=\"");
                    escape(value, out);
                    out.append('"');
                });
                out.append('>');
                node.appendMarkup(out);
                out.append("</").append(tag).append('>');
            } else {
                escape((StringBuilder) part, out);
            }
        }
    }

    /** Appends text as HTML. */
    public static void escape(CharSequence text, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> out.append(c);
            }
        }
    }

    void add(Node node) {
        content.add(node);
        if (elements.isEmpty()) {
            elements = new ArrayList<>();
        }
        elements.add(node);
    }

    void add(CharSequence text) {
        if (!content.isEmpty() && content.getLast() instanceof StringBuilder last) {
            last.append(text);
        } else {
            content.add(new StringBuilder(text));
        }
    }

    /** A node with nothing in it, for what a document does not have. */
    public static Node none(URI base) {
        return new Node("", Collections.emptyMap(), base);
    }
}
