package dev.warren.feeds.web;

import dev.warren.core.people.Account;
import dev.warren.feeds.reader.Entries;
import dev.warren.feeds.reader.EntryQuery;
import dev.warren.feeds.reader.EntryQuery.Range;
import dev.warren.feeds.reader.Stream;
import dev.warren.feeds.reader.Subscription;
import dev.warren.feeds.reader.Subscriptions;
import dev.warren.feeds.reader.Unread;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What there is to read, and how much of it is unread. */
@RestController
@RequestMapping("/api/feeds/streams")
class StreamsController {

    private final WebTools tools;
    private final Subscriptions subscriptions;
    private final Entries entries;

    StreamsController(WebTools tools, Subscriptions subscriptions, Entries entries) {
        this.tools = tools;
        this.subscriptions = subscriptions;
        this.entries = entries;
    }

    /** Everything, by folder. */
    record Overview(
            long unread, long starred, List<Folder> folders, List<Feed> feeds, List<Named> tags) {}

    /** {@code stream} is what entries are asked for with. */
    record Folder(String stream, String name, long unread) {}

    /** A feed; in a folder, that one's stream. */
    record Feed(
            String stream,
            String title,
            String site,
            @Nullable String folder,
            long unread,
            @Nullable String problem) {}

    /** A tag. */
    record Named(String stream, String name) {}

    @GetMapping
    Overview all(Principal who) {
        Account reader = tools.account(who);
        Map<Long, Long> unread = new HashMap<>();
        for (Unread one : entries.unread(reader)) {
            unread.put(one.subscription(), one.count());
        }
        List<Subscription> feeds = subscriptions.list(reader);
        Map<Long, Long> folders = new HashMap<>();
        for (Subscription feed : feeds) {
            feed.folder()
                    .ifPresent(folder ->
                            folders.merge(
                                    folder.id(), unread.getOrDefault(feed.id(), 0L), Long::sum));
        }
        return new Overview(
                entries.count(reader, EntryQuery.Show.UNREAD),
                entries.count(reader, EntryQuery.Show.STARRED),
                subscriptions.folders(reader).stream()
                        .map(folder ->
                                new Folder(
                                        "folder-" + folder.id(),
                                        folder.name(),
                                        folders.getOrDefault(folder.id(), 0L)))
                        .toList(),
                feeds.stream().map(feed -> feed(feed, unread.getOrDefault(feed.id(), 0L))).toList(),
                entries.tags(reader).stream()
                        .map(tag -> new Named("tag-" + tag.id(), tag.name()))
                        .toList());
    }

    private static Feed feed(Subscription feed, long unread) {
        return new Feed(
                "feed-" + feed.id(),
                feed.title(),
                feed.siteUrl(),
                feed.folder().map(folder -> "folder-" + folder.id()).orElse(null),
                unread,
                feed.problem().orElse(null));
    }

    /**
     * A wish to have read a stream.
     *
     * @param until the newest entry that is meant, with all that are older; absent for all
     */
    record Until(@Nullable String stream, @Nullable Long until) {}

    /** Marks a stream read, as far as it was seen. */
    @PostMapping("/read")
    Map<String, Object> read(Principal who, HttpServletRequest request) throws IOException {
        Account reader = tools.account(who);
        Until wish = tools.body(request, Until.class);
        Range range = wish.until() == null ? Range.WHOLE : Range.before(wish.until() + 1);
        return Map.of("read", entries.readAll(reader, stream(wish.stream()), range));
    }

    /** What {@code all}, {@code folder-7} and the like mean. */
    static Stream stream(@Nullable String name) {
        return Stream.named(name == null ? "" : name)
                .orElseThrow(() ->
                        WebTools.problem(
                                HttpStatus.BAD_REQUEST,
                                "stream: expected: all, starred, folder-7, feed-7 or tag-7"));
    }
}
