package dev.warren.feeds.parse.tree;

import dev.warren.feeds.clean.Addresses;
import dev.warren.feeds.parse.xml.XmlHandler;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes trees of what a scanner finds. Each item is handed on as soon as it ends and is not kept,
 * so that a document with a million of them needs no more memory than its largest.
 *
 * <p>End tags that match nothing are overlooked, and one that matches an outer element ends the
 * inner ones. Of an item, and of all that is outside of items, at most {@value #MAX_NODES} elements
 * and {@value #MAX_TEXT} characters are kept, {@value #MAX_DEPTH} deep.
 */
public final class TreeBuilder implements XmlHandler {

    private static final int MAX_NODES = 10_000;
    private static final int MAX_TEXT = 1024 * 1024;
    private static final int MAX_DEPTH = 150;
    private static final int MAX_PREFIXES = 100;

    private record Open(String written, Node node, Map<String, String> namespaces) {}

    /** What may still be kept. */
    private static final class Room {
        int nodes = MAX_NODES;
        int text = MAX_TEXT;
    }

    private final URI base;
    private final Consumer<Node> items;
    private final List<Open> open = new ArrayList<>();
    private final Room outside = new Room();
    private Room room = outside;
    private @Nullable Node root;

    /** Where in {@link #open} the item is that is being read, -1 for none. */
    private int item = -1;

    /** How many elements are open that are not kept. */
    private int dropped;

    /**
     * A builder for one document.
     *
     * @param base what the document's addresses are relative to, unless it says otherwise
     * @param items gets each {@code item} and {@code entry}
     */
    public TreeBuilder(URI base, Consumer<Node> items) {
        this.base = base;
        this.items = items;
    }

    /** The document's element, without its items; empty when there was none. */
    public Node root() {
        while (!open.isEmpty()) {
            close();
        }
        return root == null ? Node.none(base) : root;
    }

    @Override
    public void start(String name, Map<String, String> attributes) {
        Map<String, String> namespaces = namespaces(attributes);
        String known = Vocabulary.element(name, namespaces);
        boolean isItem = known.equals("item") || known.equals("entry");
        if (isItem && item >= 0) {
            dropped = 0;
            closeTo(item);
        }
        boolean beside = open.isEmpty() && root != null && !isItem;
        if (beside || dropped > 0 || room.nodes <= 0 && !isItem || open.size() >= MAX_DEPTH) {
            dropped++;
            return;
        }
        if (isItem) {
            item = open.size();
            room = new Room();
        }
        room.nodes--;
        Node node = new Node(known, known(attributes, namespaces), base(attributes));
        if (root == null) {
            root = node;
        }
        open.add(new Open(name, node, namespaces));
    }

    @Override
    public void end(String name) {
        if (dropped > 0 && item >= 0 && open.get(item).written.equalsIgnoreCase(name)) {
            // whatever was not closed in it ends as well
            dropped = 0;
        }
        if (dropped > 0) {
            dropped--;
            return;
        }
        for (int i = open.size() - 1; i >= 0; i--) {
            if (open.get(i).written.equalsIgnoreCase(name)) {
                closeTo(i);
                return;
            }
        }
    }

    @Override
    public void text(CharSequence text) {
        if (open.isEmpty() || dropped > 0 || room.text <= 0) {
            return;
        }
        int kept = Math.min(room.text, text.length());
        room.text -= kept;
        open.getLast().node.add(kept == text.length() ? text : text.subSequence(0, kept));
    }

    private void closeTo(int index) {
        while (open.size() > index) {
            close();
        }
    }

    private void close() {
        Node node = open.removeLast().node;
        if (open.size() == item) {
            item = -1;
            room = outside;
            items.accept(node);
        } else if (!open.isEmpty()) {
            open.getLast().node.add(node);
        }
    }

    private Map<String, String> namespaces(Map<String, String> attributes) {
        Map<String, String> outer = open.isEmpty() ? Map.of() : open.getLast().namespaces;
        Map<String, String> inner = outer;
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            String name = attribute.getKey();
            if (name.startsWith("xmlns") && (name.length() == 5 || name.charAt(5) == ':')) {
                if (inner == outer) {
                    inner = new HashMap<>(outer);
                }
                if (inner.size() < MAX_PREFIXES) {
                    inner.put(name.length() == 5 ? "" : name.substring(6), attribute.getValue());
                }
            }
        }
        return inner;
    }

    private static Map<String, String> known(
            Map<String, String> attributes, Map<String, String> namespaces) {
        if (attributes.isEmpty()) {
            return attributes;
        }
        Map<String, String> known = LinkedHashMap.newLinkedHashMap(attributes.size());
        attributes.forEach((name, value) -> {
            if (!name.startsWith("xmlns:")) {
                known.put(Vocabulary.attribute(name, namespaces), value);
            }
        });
        return known;
    }

    private URI base(Map<String, String> attributes) {
        URI outer = open.isEmpty() ? base : open.getLast().node.base();
        String written = attributes.getOrDefault("xml:base", "");
        if (written.isBlank()) {
            return outer;
        }
        try {
            return URI.create(Addresses.absolute(written, outer));
        } catch (IllegalArgumentException e) {
            return outer;
        }
    }
}
