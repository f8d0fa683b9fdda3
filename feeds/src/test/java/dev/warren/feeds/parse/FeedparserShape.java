package dev.warren.feeds.parse;

import dev.warren.feeds.clean.Addresses;
import dev.warren.feeds.clean.PlainText;
import dev.warren.feeds.clean.WebHtml;
import dev.warren.feeds.parse.CorpusCase.Claim;
import dev.warren.feeds.parse.ParsedItem.Category;
import dev.warren.feeds.parse.ParsedItem.Enclosure;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares a feed with what feedparser has in its place, both cleaned in the same way. */
final class FeedparserShape {

    private final WebHtml web = new WebHtml();
    private final ParsedFeed feed;
    private final URI base;

    FeedparserShape(ParsedFeed feed, URI base) {
        this.feed = feed;
        this.base = base;
    }

    boolean holds(Claim claim) {
        Object found = value(claim);
        return switch (claim.op()) {
            case "==" -> same(found, claim.value());
            case "!=" -> !same(found, claim.value());
            case "truthy" -> !isNothing(found);
            case "falsy" -> isNothing(found);
            default -> false;
        };
    }

    @Nullable Object value(Claim claim) {
        List<Object> path = claim.path();
        if (claim.is("feed")) {
            return ofFeed(claim.field(), path.subList(2, path.size()));
        }
        if (!claim.is("entries") || path.size() < 3) {
            return null;
        }
        int index = (Integer) path.get(1);
        return index < feed.items().size()
                ? ofItem(feed.items().get(index), claim.field(), path.subList(3, path.size()))
                : null;
    }

    private @Nullable Object ofFeed(String field, List<Object> rest) {
        return switch (field) {
            case "title" -> feed.title();
            case "link" -> feed.siteUrl();
            case "id", "guid" -> feed.about().id();
            case "description", "subtitle", "tagline", "summary" -> feed.description();
            case "author" -> feed.about().author();
            case "tags" -> tag(feed.about().tags(), rest);
            case "category" -> tag(feed.about().tags(), List.of(0, "term"));
            case "published_parsed", "created_parsed" -> tuple(feed.about().published());
            case "updated_parsed" -> tuple(feed.about().updated().or(feed.about()::published));
            default -> null;
        };
    }

    private @Nullable Object ofItem(ParsedItem item, String field, List<Object> rest) {
        return switch (field) {
            case "title" -> item.title();
            case "link" -> item.url();
            case "id", "guid" -> item.guid();
            case "description", "summary", "subtitle" ->
                    item.summary().isEmpty() ? item.content() : item.summary();
            case "content" -> rest.contains("type") ? item.extras().contentType() : item.text();
            case "author" -> item.author();
            case "tags" -> tag(item.extras().tags(), rest);
            case "category" -> tag(item.extras().tags(), List.of(0, "term"));
            case "enclosures" -> enclosure(item.extras().enclosures(), rest);
            case "comments" -> item.extras().commentsUrl();
            case "guidislink" -> item.extras().guidIsUrl();
            case "published_parsed", "created_parsed" -> tuple(item.published());
            case "updated_parsed" -> tuple(item.updated().or(item::published));
            default -> null;
        };
    }

    private static @Nullable Object tag(List<Category> tags, List<Object> rest) {
        if (rest.getFirst().equals("#len")) {
            return tags.size();
        }
        int index = (Integer) rest.getFirst();
        if (index >= tags.size()) {
            return null;
        }
        return switch (String.valueOf(rest.get(1))) {
            case "term" -> tags.get(index).term();
            case "label" -> tags.get(index).label();
            default -> tags.get(index).scheme();
        };
    }

    private static @Nullable Object enclosure(List<Enclosure> enclosures, List<Object> rest) {
        int index = (Integer) rest.getFirst();
        if (index >= enclosures.size()) {
            return null;
        }
        Enclosure found = enclosures.get(index);
        String length = String.valueOf(found.length());
        if (rest.size() == 1) {
            return Map.of("href", found.url(), "length", length, "type", found.type());
        }
        return switch (String.valueOf(rest.get(1))) {
            case "url", "href" -> found.url();
            case "type" -> found.type();
            default -> length;
        };
    }

    private static @Nullable Object tuple(Optional<Instant> instant) {
        return instant.map(i -> i.atOffset(ZoneOffset.UTC))
                .map(t ->
                        List.of(
                                t.getYear(),
                                t.getMonthValue(),
                                t.getDayOfMonth(),
                                t.getHour(),
                                t.getMinute(),
                                t.getSecond(),
                                t.getDayOfWeek().getValue() - 1,
                                t.getDayOfYear(),
                                0))
                .orElse(null);
    }

    private boolean same(@Nullable Object found, @Nullable Object expected) {
        if (found instanceof String text && expected instanceof String wanted) {
            return text.equals(wanted.strip())
                    || text.equals(PlainText.line(wanted))
                    || text.equals(PlainText.lineOf(wanted))
                    || text.equals(web.clean(wanted, base))
                    || text.equals(web.clean(escaped(wanted), base))
                    || !text.isEmpty() && text.equals(Addresses.web(wanted, base));
        }
        return expected == null ? isNothing(found) : expected.equals(found);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static boolean isNothing(@Nullable Object found) {
        return found == null || found.equals("") || found.equals(false);
    }
}
