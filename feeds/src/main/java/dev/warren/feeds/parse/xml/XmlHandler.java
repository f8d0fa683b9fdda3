package dev.warren.feeds.parse.xml;

import java.util.Map;

/** Is told what {@link XmlScanner} finds, in the document's order. Tags need not match. */
public interface XmlHandler {

    /**
     * A start tag.
     *
     * @param name as it is written, with its prefix
     * @param attributes by their names as they are written, values without entities
     */
    void start(String name, Map<String, String> attributes);

    /** An end tag, or the end of a tag that is empty. */
    void end(String name);

    /** Text without entities, in pieces. */
    void text(CharSequence text);
}
