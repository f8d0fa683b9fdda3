package dev.warren.feeds.opml;

import dev.warren.feeds.clean.XmlText;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes OPML 2.0, in UTF-8, with a folder's feeds below an outline of its name.
 *
 * @see <a href="http://opml.org/spec2.opml">OPML 2.0</a>
 */
public final class OpmlWriter {

    private OpmlWriter() {}

    /**
     * Writes a list.
     *
     * @param title of the whole
     * @param out flushed, not closed
     * @throws XMLStreamException when {@code out} takes no more
     */
    public static void write(String title, List<Outline> feeds, OutputStream out)
            throws XMLStreamException {
        XMLStreamWriter xml =
                XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("opml");
        xml.writeAttribute("version", "2.0");
        xml.writeStartElement("head");
        xml.writeStartElement("title");
        xml.writeCharacters(XmlText.line(title));
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeStartElement("body");
        Map<String, List<Outline>> folders =
                feeds.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Outline::folder, TreeMap::new, Collectors.toList()));
        for (Map.Entry<String, List<Outline>> folder : folders.entrySet()) {
            folder(folder.getKey(), folder.getValue(), xml);
        }
        xml.writeEndDocument();
        xml.flush();
    }

    private static void folder(String name, List<Outline> feeds, XMLStreamWriter xml)
            throws XMLStreamException {
        if (!name.isEmpty()) {
            xml.writeStartElement("outline");
            xml.writeAttribute("text", XmlText.line(name));
        }
        for (Outline feed : feeds) {
            String title = XmlText.line(feed.title().isEmpty() ? feed.feed() : feed.title());
            xml.writeEmptyElement("outline");
            xml.writeAttribute("type", "rss");
            xml.writeAttribute("text", title);
            xml.writeAttribute("title", title);
            xml.writeAttribute("xmlUrl", XmlText.line(feed.feed()));
            if (!feed.site().isEmpty()) {
                xml.writeAttribute("htmlUrl", XmlText.line(feed.site()));
            }
        }
        if (!name.isEmpty()) {
            xml.writeEndElement();
        }
    }
}
