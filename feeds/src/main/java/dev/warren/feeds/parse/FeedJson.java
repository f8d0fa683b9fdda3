package dev.warren.feeds.parse;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was found in a document as JSON objects, for programs and for people who wonder. */
public final class FeedJson {

    private FeedJson() {}

    /**
     * The object.
     *
     * @param encoding the name of the document's encoding
     */
    public static Map<String, Object> of(Parsed parsed, String encoding) {
        Map<String, Object> json = new LinkedHashMap<>();
        switch (parsed) {
            case Parsed.NotAFeed none -> {
                json.put("result", none.page() ? "page" : "nothing");
                json.put("reason", none.reason());
                json.put("encoding", encoding);
            }
            case Parsed.Feed found -> {
                json.put("result", "feed");
                json.put("kind", found.feed().kind());
                json.put("encoding", encoding);
                json.put("feed", feed(found.feed()));
                json.put("items", found.feed().items().stream().map(FeedJson::item).toList());
            }
        }
        return json;
    }

    private static Map<String, Object> feed(ParsedFeed feed) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", feed.about().id());
        json.put("title", feed.title());
        json.put("description", feed.description());
        json.put("link", feed.siteUrl());
        json.put("self", feed.links().self());
        json.put("hubs", feed.links().hubs());
        json.put("author", feed.about().author());
        json.put("language", feed.language());
        json.put("icon", feed.iconUrl());
        json.put("rights", feed.about().rights());
        json.put("generator", feed.about().generator());
        json.put("published", date(feed.about().published()));
        json.put("updated", date(feed.about().updated()));
        json.put("categories", categories(feed.about().tags()));
        json.put("ttlMinutes", feed.pace().timeToLive().map(ttl -> ttl.toMinutes()).orElse(0L));
        json.put("skipHours", feed.pace().skipHours().stream().sorted().toList());
        json.put("skipDays", feed.pace().skipDays().stream().sorted().map(Enum::name).toList());
        return json;
    }

    private static Map<String, Object> item(ParsedItem item) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", item.guid());
        json.put("idIsLink", item.extras().guidIsUrl());
        json.put("title", item.title());
        json.put("link", item.url());
        json.put("author", item.author());
        json.put("published", date(item.published()));
        json.put("updated", date(item.updated()));
        json.put("summary", item.summary());
        json.put("content", item.content());
        json.put("contentType", item.extras().contentType());
        json.put("comments", item.extras().commentsUrl());
        json.put("image", item.extras().imageUrl());
        json.put("categories", categories(item.extras().tags()));
        List<Map<String, Object>> enclosures = new ArrayList<>();
        for (ParsedItem.Enclosure enclosure : item.extras().enclosures()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("url", enclosure.url());
            one.put("type", enclosure.type());
            one.put("length", enclosure.length());
            enclosures.add(one);
        }
        json.put("enclosures", enclosures);
        return json;
    }

    private static List<Map<String, Object>> categories(List<ParsedItem.Category> tags) {
        List<Map<String, Object>> categories = new ArrayList<>();
        for (ParsedItem.Category tag : tags) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("term", tag.term());
            one.put("label", tag.label());
            one.put("scheme", tag.scheme());
            categories.add(one);
        }
        return categories;
    }

    private static String date(Optional<Instant> date) {
        return date.map(Instant::toString).orElse("");
    }
}
