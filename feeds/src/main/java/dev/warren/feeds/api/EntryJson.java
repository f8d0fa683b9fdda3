package dev.warren.feeds.api;

import dev.warren.feeds.item.Item;
import dev.warren.feeds.parse.ParsedItem.Enclosure;
import dev.warren.feeds.reader.Entry;
import dev.warren.feeds.reader.Subscription;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.core.JsonGenerator;

/** Writes entries as the API of Google Reader has them. */
final class EntryJson {

    private final Map<Long, Subscription> subscriptions;
    private final UnaryOperator<String> images;

    /**
     * @param subscriptions the reader's, by number
     * @param images has the pictures of a text come by this server, where that is wanted
     */
    EntryJson(Map<Long, Subscription> subscriptions, UnaryOperator<String> images) {
        this.subscriptions = subscriptions;
        this.images = images;
    }

    void write(JsonGenerator json, Entry entry) {
        Item item = entry.item();
        json.writeStartObject();
        json.writeStringProperty("id", ItemId.longForm(item.id()));
        json.writeStringProperty("crawlTimeMsec", String.valueOf(item.seen().toEpochMilli()));
        json.writeStringProperty("timestampUsec", item.seen().toEpochMilli() + "000");
        json.writeNumberProperty("published", item.published().getEpochSecond());
        json.writeNumberProperty("updated", item.changed().getEpochSecond());
        json.writeStringProperty("title", item.title());
        json.writeStringProperty("author", item.author());
        link(json, "canonical", item.url());
        link(json, "alternate", item.url());
        categories(json, entry);
        origin(json, entry);
        String text = item.content().isEmpty() ? item.summary() : item.content();
        json.writeObjectPropertyStart("summary");
        json.writeStringProperty("content", images.apply(text));
        json.writeEndObject();
        enclosures(json, item);
        if (!item.commentsUrl().isEmpty()) {
            link(json, "replies", item.commentsUrl());
        }
        json.writeEndObject();
    }

    private static void link(JsonGenerator json, String name, String url) {
        json.writeArrayPropertyStart(name);
        json.writeStartObject();
        json.writeStringProperty("href", url);
        json.writeStringProperty("type", "text/html");
        json.writeEndObject();
        json.writeEndArray();
    }

    private void categories(JsonGenerator json, Entry entry) {
        json.writeArrayPropertyStart("categories");
        json.writeString(StreamNames.READING_LIST);
        if (entry.read()) {
            json.writeString(StreamNames.READ);
        }
        if (entry.starred()) {
            json.writeString(StreamNames.STARRED);
        }
        entry.subscription()
                .map(subscriptions::get)
                .flatMap(Subscription::folder)
                .ifPresent(folder -> json.writeString(StreamNames.LABEL + folder.name()));
        entry.tags().forEach(tag -> json.writeString(StreamNames.LABEL + tag));
        json.writeEndArray();
    }

    private void origin(JsonGenerator json, Entry entry) {
        Subscription feed = entry.subscription().map(subscriptions::get).orElse(null);
        json.writeObjectPropertyStart("origin");
        json.writeStringProperty(
                "streamId", feed == null ? StreamNames.STARRED : StreamNames.of(feed));
        json.writeStringProperty("title", feed == null ? "" : feed.title());
        json.writeStringProperty("htmlUrl", feed == null ? "" : feed.siteUrl());
        json.writeEndObject();
    }

    private static void enclosures(JsonGenerator json, Item item) {
        if (item.enclosures().isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("enclosure");
        for (Enclosure enclosure : item.enclosures()) {
            json.writeStartObject();
            json.writeStringProperty("href", enclosure.url());
            json.writeStringProperty("type", enclosure.type());
            json.writeStringProperty("length", String.valueOf(enclosure.length()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
