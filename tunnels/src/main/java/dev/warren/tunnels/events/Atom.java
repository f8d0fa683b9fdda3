package dev.warren.tunnels.events;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes events as an Atom feed.
 *
 * @param url where the feed is
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4287">RFC 4287</a>
 */
record Atom(String url, InstantSource clock) {

    private static final String NAMESPACE = "http://www.w3.org/2005/Atom";

    /**
     * The feed of an account.
     *
     * @param events the latest first
     */
    String feed(String account, List<TunnelEvent> events) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("utf-8", "1.0");
            xml.writeStartElement("feed");
            xml.writeDefaultNamespace(NAMESPACE);
            element(xml, "id", id(account));
            element(xml, "title", "Tunnels of " + account);
            element(xml, "updated", updated(events).toString());
            xml.writeEmptyElement("link");
            xml.writeAttribute("rel", "self");
            xml.writeAttribute("href", url);
            for (TunnelEvent event : events) {
                entry(xml, event);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("a feed in memory cannot be written", impossible);
        }
        return text.toString();
    }

    private Instant updated(List<TunnelEvent> events) {
        return events.isEmpty() ? clock.instant() : events.getFirst().at();
    }

    private void entry(XMLStreamWriter xml, TunnelEvent event) throws XMLStreamException {
        String title = "%s %s: %s".formatted(event.kind(), event.name(), event.what());
        xml.writeStartElement("entry");
        element(xml, "id", id(event.at() + " " + title));
        element(xml, "title", title);
        element(xml, "updated", event.at().toString());
        xml.writeStartElement("author");
        element(xml, "name", event.owner());
        xml.writeEndElement();
        element(xml, "content", event.reason().isEmpty() ? title : event.reason());
        xml.writeEndElement();
    }

    /** The same for the same thing, so that readers show it once. */
    private String id(String of) {
        return "urn:uuid:"
                + UUID.nameUUIDFromBytes((url + " " + of).getBytes(StandardCharsets.UTF_8));
    }

    private static void element(XMLStreamWriter xml, String name, String text)
            throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }
}
