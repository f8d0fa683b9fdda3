package dev.warren.feeds.api;

import dev.warren.core.people.Account;
import dev.warren.feeds.images.ImageProxy;
import dev.warren.feeds.item.Item;
import dev.warren.feeds.reader.Entries;
import dev.warren.feeds.reader.Entry;
import dev.warren.feeds.reader.EntryQuery;
import dev.warren.feeds.reader.EntryQuery.Order;
import dev.warren.feeds.reader.EntryQuery.Range;
import dev.warren.feeds.reader.EntryQuery.Show;
import dev.warren.feeds.reader.Stream;
import dev.warren.feeds.reader.Subscription;
import dev.warren.feeds.reader.Subscriptions;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** What the API of Fever lists, each where the query asks for it. */
final class FeverLists {

    private static final int PAGE = 50;

    /** To apps of Fever every item is a feed's that they know; some break at one that is not. */
    private static final Stream FOLLOWED = new Stream.Followed();

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private final Subscriptions subscriptions;
    private final Entries entries;
    private final ImageProxy images;

    FeverLists(Subscriptions subscriptions, Entries entries, ImageProxy images) {
        this.subscriptions = subscriptions;
        this.entries = entries;
        this.images = images;
    }

    /**
     * @param base this server's address as the app has it
     */
    void write(Account reader, Form form, String base, JsonGenerator json)
            throws IOException, InterruptedException {
        if (form.has("groups")) {
            groups(reader, json);
        }
        if (form.has("feeds")) {
            feeds(reader, json);
        }
        if (form.has("groups") || form.has("feeds")) {
            feedsOfGroups(reader, json);
        }
        if (form.has("favicons")) {
            json.writeArrayPropertyStart("favicons");
            json.writeEndArray();
        }
        if (form.has("links")) {
            json.writeArrayPropertyStart("links");
            json.writeEndArray();
        }
        if (form.has("unread_item_ids")) {
            json.writeStringProperty("unread_item_ids", ids(reader, Show.UNREAD));
        }
        if (form.has("saved_item_ids")) {
            json.writeStringProperty("saved_item_ids", ids(reader, Show.STARRED));
        }
        if (form.has("items")) {
            items(reader, form, base, json);
        }
    }

    private void groups(Account reader, JsonGenerator json) {
        json.writeArrayPropertyStart("groups");
        for (Subscription.Folder folder : subscriptions.folders(reader)) {
            json.writeStartObject();
            json.writeNumberProperty("id", folder.id());
            json.writeStringProperty("title", folder.name());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void feedsOfGroups(Account reader, JsonGenerator json) {
        Map<Long, String> groups =
                subscriptions.list(reader).stream()
                        .filter(feed -> feed.folder().isPresent())
                        .collect(
                                Collectors.groupingBy(
                                        feed -> feed.folder().orElseThrow().id(),
                                        TreeMap::new,
                                        Collectors.mapping(
                                                feed -> String.valueOf(feed.id()),
                                                Collectors.joining(","))));
        json.writeArrayPropertyStart("feeds_groups");
        groups.forEach((group, feeds) -> {
            json.writeStartObject();
            json.writeNumberProperty("group_id", group);
            json.writeStringProperty("feed_ids", feeds);
            json.writeEndObject();
        });
        json.writeEndArray();
    }

    private void feeds(Account reader, JsonGenerator json) {
        json.writeArrayPropertyStart("feeds");
        for (Subscription feed : subscriptions.list(reader)) {
            json.writeStartObject();
            json.writeNumberProperty("id", feed.id());
            json.writeNumberProperty("favicon_id", 0);
            json.writeStringProperty("title", feed.title());
            json.writeStringProperty("url", feed.url());
            json.writeStringProperty("site_url", feed.siteUrl());
            json.writeNumberProperty("is_spark", 0);
            json.writeNumberProperty(
                    "last_updated_on_time",
                    feed.changedAt().map(Instant::getEpochSecond).orElse(0L));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private String ids(Account reader, Show show) {
        return entries.ids(reader, EntryQuery.newest(FOLLOWED, show, EntryQuery.MOST)).stream()
                .map(String::valueOf)
                .collect(Collectors.joining(","));
    }

    private void items(Account reader, Form form, String base, JsonGenerator json)
            throws IOException, InterruptedException {
        json.writeNumberProperty("total_items", entries.count(reader, Show.ALL));
        json.writeArrayPropertyStart("items");
        entries.visit(
                reader,
                wanted(reader, form),
                entry -> {
                    if (entry.subscription().isPresent()) {
                        item(entry, base, json);
                    }
                });
        json.writeEndArray();
    }

    /** Newer than {@code since_id}, older than {@code max_id}, or {@code with_ids}. */
    private List<Long> wanted(Account reader, Form form) {
        if (form.has("with_ids")) {
            return Arrays.stream(form.first("with_ids").split(","))
                    .map(String::strip)
                    .filter(id -> NUMBER.matcher(id).matches())
                    .limit(PAGE)
                    .map(Long::parseLong)
                    .toList();
        }
        if (form.has("max_id")) {
            long before = form.number("max_id").filter(id -> id > 0).orElse(Long.MAX_VALUE);
            return page(reader, Range.before(before), Order.NEWEST_FIRST);
        }
        return page(reader, Range.after(form.number("since_id").orElse(0L)), Order.OLDEST_FIRST);
    }

    private List<Long> page(Account reader, Range range, Order order) {
        return entries.ids(reader, new EntryQuery(FOLLOWED, Show.ALL, "", range, order, PAGE));
    }

    private void item(Entry entry, String base, JsonGenerator json) {
        Item item = entry.item();
        json.writeStartObject();
        json.writeNumberProperty("id", item.id());
        json.writeNumberProperty("feed_id", entry.subscription().orElse(0L));
        json.writeStringProperty("title", item.title());
        json.writeStringProperty("author", item.author());
        String text = item.content().isEmpty() ? item.summary() : item.content();
        json.writeStringProperty("html", images.rewrite(text, base));
        json.writeStringProperty("url", item.url());
        json.writeNumberProperty("is_saved", entry.starred() ? 1 : 0);
        json.writeNumberProperty("is_read", entry.read() ? 1 : 0);
        json.writeNumberProperty("created_on_time", item.published().getEpochSecond());
        json.writeEndObject();
    }
}
