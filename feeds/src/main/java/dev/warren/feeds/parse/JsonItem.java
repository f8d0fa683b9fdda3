package dev.warren.feeds.parse;

import dev.warren.feeds.clean.Addresses;
import dev.warren.feeds.clean.PlainText;
import dev.warren.feeds.clean.WebHtml;
import dev.warren.feeds.parse.ParsedItem.Category;
import dev.warren.feeds.parse.ParsedItem.Enclosure;
import dev.warren.feeds.parse.tree.Node;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Items of JSON Feed.
 *
 * @see <a href="https://www.jsonfeed.org/version/1.1/#items-a-name-items-a">JSON Feed 1.1,
 *     items</a>
 */
final class JsonItem {

    private static final int MAX_LISTED = 50;
    private static final int MAX_GUID = 4096;

    private final WebHtml web;
    private final Dates dates;
    private final URI base;

    JsonItem(WebHtml web, Dates dates, URI base) {
        this.web = web;
        this.dates = dates;
        this.base = base;
    }

    ParsedItem read(Map<?, ?> item) {
        String id = JsonValues.text(item, "id").strip();
        String own = address(item, "url");
        String url = own.isEmpty() ? address(item, "external_url") : own;
        String content = content(item);
        String summary = html(JsonValues.text(item, "summary"));
        return new ParsedItem(
                id.length() > MAX_GUID ? id.substring(0, MAX_GUID) : id,
                url.isEmpty() ? Addresses.web(id, base) : url,
                Texts.plain(JsonValues.text(item, "title")),
                authors(item),
                summary.equals(content) ? "" : summary,
                content,
                dates.read(JsonValues.text(item, "date_published")),
                dates.read(JsonValues.text(item, "date_modified")),
                new ParsedItem.Extras(
                        "",
                        tags(item),
                        attachments(item),
                        image(item),
                        url.isEmpty(),
                        content.isEmpty() ? "" : contentType(item)));
    }

    private static String contentType(Map<?, ?> item) {
        return JsonValues.text(item, "content_html").isBlank() ? "text/plain" : "text/html";
    }

    /** The names of an object's authors, in the ways of versions 1.0 and 1.1. */
    static String authors(Map<?, ?> object) {
        Set<String> names = new LinkedHashSet<>();
        for (String place : List.of("authors", "author")) {
            for (Object author : JsonValues.list(object, place)) {
                String name =
                        author instanceof Map<?, ?> map
                                ? JsonValues.text(map, "name")
                                : author instanceof String text ? text : "";
                String plain = Texts.plain(name);
                if (!plain.isEmpty() && names.size() < MAX_LISTED) {
                    names.add(plain);
                }
            }
        }
        return String.join(", ", names);
    }

    private String content(Map<?, ?> item) {
        String html = JsonValues.text(item, "content_html");
        return html.isBlank() ? html(JsonValues.text(item, "content_text")) : web.clean(html, base);
    }

    private String html(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        Node.escape(text.strip(), escaped);
        return web.clean(escaped.toString().replace("\n", "<br>"), base);
    }

    private String address(Map<?, ?> object, String name) {
        return Addresses.web(JsonValues.text(object, name), base);
    }

    private String image(Map<?, ?> item) {
        String image = address(item, "image");
        return image.isEmpty() ? address(item, "banner_image") : image;
    }

    private static List<Category> tags(Map<?, ?> item) {
        List<Category> tags = new ArrayList<>();
        for (Object tag : JsonValues.list(item, "tags")) {
            String name = tag instanceof String text ? PlainText.line(Texts.plain(text)) : "";
            if (!name.isEmpty() && tags.size() < MAX_LISTED) {
                tags.add(new Category(name, "", ""));
            }
        }
        return tags;
    }

    private List<Enclosure> attachments(Map<?, ?> item) {
        List<Enclosure> found = new ArrayList<>();
        for (Map<?, ?> attachment : JsonValues.objects(item, "attachments")) {
            String url = address(attachment, "url");
            if (!url.isEmpty() && found.size() < MAX_LISTED) {
                String type = Texts.plain(JsonValues.text(attachment, "mime_type"));
                String size = JsonValues.text(attachment, "size_in_bytes");
                found.add(new Enclosure(url, type, Media.length(size)));
            }
        }
        return found;
    }
}
