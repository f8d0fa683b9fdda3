package dev.warren.feeds.api;

import dev.warren.feeds.api.GoogleReaderServlet.Call;
import dev.warren.feeds.reader.Entries;
import dev.warren.feeds.reader.Subscription;
import dev.warren.feeds.reader.Subscriptions;
import dev.warren.feeds.reader.Unread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the API of Google Reader lists: who asks, subscriptions, labels, and what is unread. */
final class Lists {

    /** The only request whose body is no form. */
    static final String IMPORT = "subscription/import";

    private final Subscriptions subscriptions;
    private final Entries entries;

    Lists(Subscriptions subscriptions, Entries entries) {
        this.subscriptions = subscriptions;
        this.entries = entries;
    }

    void userInfo(Call call) throws IOException {
        String name = call.reader().name().value();
        Json.send(
                call.response(),
                Map.of(
                        "userId", String.valueOf(call.reader().id()),
                        "userName", name,
                        "userProfileId", String.valueOf(call.reader().id()),
                        "userEmail", call.reader().email().orElse("")));
    }

    /** Apps want one before they change anything; every request shows who sends it anyway. */
    void token(Call call) throws IOException {
        Json.text(call.response(), 200, "T".repeat(57) + "\n");
    }

    /** Apps ask how things are to be shown, which they know better. */
    void preferences(Call call) throws IOException {
        Json.send(call.response(), Map.of("prefs", List.of()));
    }

    void streamPreferences(Call call) throws IOException {
        Json.send(call.response(), Map.of("streamprefs", Map.of()));
    }

    void tags(Call call) throws IOException {
        List<Map<String, Object>> tags = new ArrayList<>();
        tags.add(Map.of("id", StreamNames.STARRED));
        subscriptions
                .folders(call.reader())
                .forEach(folder -> tags.add(label(folder.name(), "folder")));
        entries.tags(call.reader()).forEach(tag -> tags.add(label(tag.name(), "tag")));
        Json.send(call.response(), Map.of("tags", tags));
    }

    private static Map<String, Object> label(String name, String type) {
        return Map.of("id", StreamNames.LABEL + name, "type", type);
    }

    void subscriptions(Call call) throws IOException {
        Json.send(
                call.response(),
                Map.of(
                        "subscriptions",
                        subscriptions.list(call.reader()).stream().map(Lists::feed).toList()));
    }

    private static Map<String, Object> feed(Subscription feed) {
        return Map.of(
                "id",
                StreamNames.of(feed),
                "title",
                feed.title(),
                "categories",
                feed.folder().stream()
                        .map(folder ->
                                Map.of(
                                        "id",
                                        StreamNames.LABEL + folder.name(),
                                        "label",
                                        folder.name()))
                        .toList(),
                "url",
                feed.url(),
                "htmlUrl",
                feed.siteUrl(),
                "iconUrl",
                "");
    }

    /** A sum of what is unread. */
    private record Sum(long count, long newest) {

        static Sum of(Unread unread) {
            return new Sum(unread.count(), unread.newest().toEpochMilli());
        }

        Sum plus(Sum other) {
            return new Sum(count + other.count, Math.max(newest, other.newest));
        }

        Map<String, Object> json(String stream) {
            return Map.of("id", stream, "count", count, "newestItemTimestampUsec", newest + "000");
        }
    }

    void unreadCounts(Call call) throws IOException {
        Map<Long, Subscription> feeds = new HashMap<>();
        subscriptions.list(call.reader()).forEach(feed -> feeds.put(feed.id(), feed));
        Map<String, Sum> sums = new HashMap<>();
        for (Unread unread : entries.unread(call.reader())) {
            Subscription feed = feeds.get(unread.subscription());
            if (feed != null) {
                Sum sum = Sum.of(unread);
                sums.put(StreamNames.of(feed), sum);
                sums.merge(StreamNames.READING_LIST, sum, Sum::plus);
                feed.folder()
                        .ifPresent(folder ->
                                sums.merge(StreamNames.LABEL + folder.name(), sum, Sum::plus));
            }
        }
        long most = sums.values().stream().mapToLong(Sum::count).max().orElse(0);
        Json.send(
                call.response(),
                Map.of(
                        "max",
                        most,
                        "unreadcounts",
                        sums.entrySet().stream()
                                .map(sum -> sum.getValue().json(sum.getKey()))
                                .toList()));
    }
}
