package dev.warren.feeds.clean;

import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.select.NodeVisitor;

/** Takes out what lies too deep to be read by anybody, so that whoever follows may recurse. */
final class Flat {

    private Flat() {}

    static void keep(Element root) {
        List<Node> deep = new ArrayList<>();
        root.traverse(
                (NodeVisitor)
                        (node, depth) -> {
                            if (depth == Bounds.DEPTH) {
                                deep.add(node);
                            }
                        });
        deep.forEach(Node::remove);
    }
}
