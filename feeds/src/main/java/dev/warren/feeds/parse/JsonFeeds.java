package dev.warren.feeds.parse;

import dev.warren.feeds.clean.Addresses;
import dev.warren.feeds.clean.WebHtml;
import dev.warren.feeds.parse.Parsed.NotAFeed;
import java.io.Reader;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Feeds that are JSON, read item by item. Of a document that breaks off, what was read until then
 * counts.
 *
 * @see <a href="https://www.jsonfeed.org/version/1.1/">JSON Feed 1.1</a>
 */
final class JsonFeeds {

    private final WebHtml web;
    private final Dates dates;

    JsonFeeds(WebHtml web, InstantSource clock) {
        this.web = web;
        this.dates = new Dates(clock);
    }

    Parsed read(Reader text, URI base, KeptItems kept) {
        Map<String, Object> top = new LinkedHashMap<>();
        String broken = "";
        try (JsonParser json = JsonValues.parser(text)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                top(json, base, kept, top);
            }
        } catch (JacksonException e) {
            var place = e.getLocation();
            broken = place == null ? "" : " (line " + place.getLineNr() + ")";
            broken = "it is broken JSON" + broken;
        }
        boolean feed = JsonValues.text(top, "version").contains("jsonfeed.org");
        if (!feed && kept.isEmpty()) {
            return new NotAFeed(
                    broken.isEmpty() ? "it is JSON, but not a JSON Feed" : broken, false);
        }
        return new Parsed.Feed(feed(top, base, kept.inOrder()));
    }

    private void top(JsonParser json, URI base, KeptItems kept, Map<String, Object> top) {
        JsonItem reader = new JsonItem(web, dates, base);
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (!name.equals("items") || value != JsonToken.START_ARRAY) {
                Object read = JsonValues.read(json);
                if (top.size() < 100) {
                    top.put(name, read);
                }
                continue;
            }
            for (JsonToken t = json.nextToken();
                    t != JsonToken.END_ARRAY && t != null;
                    t = json.nextToken()) {
                if (JsonValues.read(json) instanceof Map<?, ?> item) {
                    kept.add(reader.read(item));
                }
            }
        }
    }

    private static ParsedFeed feed(Map<String, Object> top, URI base, List<ParsedItem> items) {
        String author = JsonItem.authors(top);
        List<String> hubs = new ArrayList<>();
        for (Map<?, ?> hub : JsonValues.objects(top, "hubs")) {
            String url = Addresses.web(JsonValues.text(hub, "url"), base);
            if (!url.isEmpty() && hubs.size() < 10) {
                hubs.add(url);
            }
        }
        String self = Addresses.web(JsonValues.text(top, "feed_url"), base);
        String icon = Addresses.web(JsonValues.text(top, "icon"), base);
        String language = JsonValues.text(top, "language");
        return new ParsedFeed(
                "json feed " + (JsonValues.text(top, "version").endsWith("1.1") ? "1.1" : "1"),
                Texts.plain(JsonValues.text(top, "title")),
                Texts.plain(JsonValues.text(top, "description")),
                Addresses.web(JsonValues.text(top, "home_page_url"), base),
                language.matches("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}") ? language : "",
                icon.isEmpty() ? Addresses.web(JsonValues.text(top, "favicon"), base) : icon,
                new ParsedFeed.Pace(Optional.empty(), Set.of(), Set.of()),
                new ParsedFeed.Links(self, hubs),
                new ParsedFeed.About(
                        self, author, "", "", Optional.empty(), Optional.empty(), List.of()),
                items.stream().map(item -> item.withAuthor(author)).toList());
    }
}
