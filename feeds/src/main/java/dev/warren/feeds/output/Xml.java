package dev.warren.feeds.output;

import dev.warren.feeds.clean.XmlText;
import java.io.IOException;
import java.io.OutputStream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes elements, without characters that XML 1.0 does not have. */
final class Xml {

    private final XMLStreamWriter out;

    /** Begins a document, in UTF-8. */
    Xml(OutputStream to) throws IOException {
        try {
            out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(to, "UTF-8");
            out.writeStartDocument("UTF-8", "1.0");
        } catch (XMLStreamException broken) {
            throw new IOException(broken);
        }
    }

    /** Begins an element with attributes, names and values in turn; empty values are left out. */
    Xml open(String name, String... attributes) throws IOException {
        try {
            out.writeStartElement(name);
            for (int i = 0; i < attributes.length; i += 2) {
                if (!attributes[i + 1].isEmpty()) {
                    out.writeAttribute(attributes[i], XmlText.of(attributes[i + 1]));
                }
            }
            return this;
        } catch (XMLStreamException broken) {
            throw new IOException(broken);
        }
    }

    /** An element with a text. */
    Xml text(String name, String text, String... attributes) throws IOException {
        open(name, attributes);
        try {
            out.writeCharacters(XmlText.of(text));
        } catch (XMLStreamException broken) {
            throw new IOException(broken);
        }
        return close();
    }

    /** Ends the element that was opened last. */
    Xml close() throws IOException {
        try {
            out.writeEndElement();
            return this;
        } catch (XMLStreamException broken) {
            throw new IOException(broken);
        }
    }

    /** Ends the document. */
    void end() throws IOException {
        try {
            out.writeEndDocument();
            out.flush();
        } catch (XMLStreamException broken) {
            throw new IOException(broken);
        }
    }
}
