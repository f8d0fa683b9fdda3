package dev.warren.feeds.reader;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Conditions of a query for entries {@code e}; what people wrote is only ever a parameter. */
final class Conditions {

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();
    private boolean items;

    Conditions(long account) {
        add("e.account_id = :account", "account", account);
    }

    Conditions stream(Stream stream) {
        switch (stream) {
            case Stream.All() -> {}
            case Stream.Followed() -> conditions.add("e.subscription_id is not null");
            case Stream.Starred() -> conditions.add("e.starred_at is not null");
            case Stream.Feed(long subscription) ->
                    add("e.subscription_id = :subscription", "subscription", subscription);
            case Stream.Folder(long folder) ->
                    add(
                            "e.subscription_id in (select id from feeds.subscription where account_id = :account and folder_id = :folder)",
                            "folder",
                            folder);
            case Stream.Tag(long tag) ->
                    add(
                            "exists (select 1 from feeds.entry_tag x where x.account_id = e.account_id and x.item_id = e.item_id and x.tag_id = :tag)",
                            "tag",
                            tag);
        }
        return this;
    }

    Conditions show(EntryQuery.Show show) {
        switch (show) {
            case ALL -> {}
            case UNREAD -> conditions.add("e.read_at is null");
            case READ -> conditions.add("e.read_at is not null");
            case STARRED -> conditions.add("e.starred_at is not null");
        }
        return this;
    }

    Conditions range(EntryQuery.Range range) {
        if (range.after() > 0) {
            add("e.item_id > :after", "after", range.after());
        }
        if (range.before() < Long.MAX_VALUE) {
            add("e.item_id < :before", "before", range.before());
        }
        range.since()
                .ifPresent(since -> {
                    items = true;
                    add("i.seen_at >= :since", "since", Timestamp.from(since));
                });
        range.until()
                .ifPresent(until -> {
                    items = true;
                    add("i.seen_at <= :until", "until", Timestamp.from(until));
                });
        return this;
    }

    void words(String words) {
        if (!words.isBlank()) {
            items = true;
            add("i.words @@ websearch_to_tsquery('simple', :words)", "words", words);
        }
    }

    private void add(String condition, String name, Object value) {
        conditions.add(condition);
        values.put(name, value);
    }

    String joins() {
        return items ? " join feeds.item i on i.id = e.item_id" : "";
    }

    String text() {
        return String.join(" and ", conditions);
    }

    Map<String, Object> values() {
        return values;
    }
}
