package dev.warren.feeds.output;

import dev.warren.feeds.item.Item;
import dev.warren.feeds.parse.ParsedItem.Enclosure;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON Feed.
 *
 * @see <a href="https://www.jsonfeed.org/version/1.1/">JSON Feed 1.1</a>
 */
final class JsonFormat implements OutputFormat {

    private final JsonGenerator json;

    JsonFormat(Head head, OutputStream out) {
        json = JsonMapper.shared().createGenerator(out);
        json.writeStartObject();
        json.writeStringProperty("version", "https://jsonfeed.org/version/1.1");
        json.writeStringProperty("title", head.title());
        json.writeStringProperty("home_page_url", head.home());
        json.writeStringProperty("feed_url", head.self());
        json.writeArrayPropertyStart("items");
    }

    @Override
    public void item(Item item) {
        json.writeStartObject();
        json.writeStringProperty("id", OutputFormat.id(item));
        json.writeStringProperty("url", item.url());
        json.writeStringProperty("title", item.title());
        json.writeStringProperty("content_html", OutputFormat.text(item));
        json.writeStringProperty("date_published", item.published().toString());
        json.writeStringProperty("date_modified", item.changed().toString());
        json.writeArrayPropertyStart("authors");
        if (!item.author().isEmpty()) {
            json.writeStartObject();
            json.writeStringProperty("name", item.author());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("tags");
        item.categories().forEach(json::writeString);
        json.writeEndArray();
        json.writeArrayPropertyStart("attachments");
        for (Enclosure file : item.enclosures()) {
            json.writeStartObject();
            json.writeStringProperty("url", file.url());
            json.writeStringProperty("mime_type", file.type());
            json.writeNumberProperty("size_in_bytes", file.length());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    @Override
    public void close() {
        json.writeEndArray();
        json.writeEndObject();
        json.close();
    }
}
