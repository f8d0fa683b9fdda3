package dev.warren.feeds.web;

import dev.warren.core.memory.BudgetExceededException;
import dev.warren.core.people.Account;
import dev.warren.feeds.clean.PlainText;
import dev.warren.feeds.images.ImageProxy;
import dev.warren.feeds.item.Item;
import dev.warren.feeds.reader.Entries;
import dev.warren.feeds.reader.Entry;
import dev.warren.feeds.reader.EntryChange;
import dev.warren.feeds.reader.EntryHead;
import dev.warren.feeds.reader.EntryQuery;
import dev.warren.feeds.reader.EntryQuery.Order;
import dev.warren.feeds.reader.EntryQuery.Range;
import dev.warren.feeds.reader.EntryQuery.Show;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Entries: listed in short, shown whole, and marked. */
@RestController
@RequestMapping("/api/feeds/entries")
class EntriesController {

    private static final int USUAL = 50;
    private static final int MOST = 200;
    private static final int MOST_MARKED = 1000;

    /** Characters that lists have of a text. */
    private static final int EXCERPT = 200;

    private static final Map<String, Order> ORDERS =
            new TreeMap<>(Map.of("newest", Order.NEWEST_FIRST, "oldest", Order.OLDEST_FIRST));
    private static final Map<String, Show> SHOWS =
            new TreeMap<>(
                    Map.of(
                            "all", Show.ALL,
                            "unread", Show.UNREAD,
                            "read", Show.READ,
                            "starred", Show.STARRED));

    private final WebTools tools;
    private final Entries entries;
    private final ImageProxy images;

    EntriesController(WebTools tools, Entries entries, ImageProxy images) {
        this.tools = tools;
        this.entries = entries;
        this.images = images;
    }

    /** Which entries a request asks for; {@code from} is what the list before ended with. */
    record Query(
            @Nullable String stream,
            @Nullable String show,
            @Nullable String words,
            @Nullable String order,
            @Nullable Long from,
            @Nullable Integer most) {

        EntryQuery read() {
            Order wish = choice("order", ORDERS, order, Order.NEWEST_FIRST);
            Range range = Range.WHOLE;
            if (from != null) {
                range = wish == Order.NEWEST_FIRST ? Range.before(from) : Range.after(from);
            }
            return new EntryQuery(
                    StreamsController.stream(stream == null ? "all" : stream),
                    choice("show", SHOWS, show, Show.ALL),
                    words == null ? "" : words,
                    range,
                    wish,
                    Math.clamp(most == null ? USUAL : most, 1, MOST));
        }

        private static <C> C choice(
                String name, Map<String, C> choices, @Nullable String value, C otherwise) {
            C chosen = value == null ? otherwise : choices.get(value);
            if (chosen == null) {
                throw WebTools.problem(
                        HttpStatus.BAD_REQUEST,
                        "%s: %s (expected: %s)"
                                .formatted(name, value, String.join(", ", choices.keySet())));
            }
            return chosen;
        }
    }

    /** A part of a stream; {@code next} is what the next part begins from, null at the end. */
    record Listed(List<Head> entries, @Nullable Long next) {}

    /** An entry in a list. */
    record Head(
            long id,
            @Nullable String feed,
            String title,
            String author,
            String url,
            String excerpt,
            Instant published,
            boolean read,
            boolean starred,
            List<String> tags) {

        static Head of(EntryHead entry) {
            return new Head(
                    entry.id(),
                    streamOf(entry.subscription()),
                    entry.title(),
                    entry.author(),
                    entry.url(),
                    cut(PlainText.lineOf(entry.beginning()), EXCERPT),
                    entry.published(),
                    entry.read(),
                    entry.starred(),
                    entry.tags());
        }
    }

    /** An entry as it is read. */
    record Whole(
            long id,
            @Nullable String feed,
            String title,
            String author,
            String url,
            String comments,
            String html,
            List<File> files,
            Instant published,
            boolean read,
            boolean starred,
            List<String> tags) {}

    /** What comes with an entry; {@code length} in bytes, 0 where nobody says. */
    record File(String url, String type, long length) {}

    private static @Nullable String streamOf(Optional<Long> subscription) {
        return subscription.map(id -> "feed-" + id).orElse(null);
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end);
    }

    /** The entries of a stream, or those of them in which words are. */
    @GetMapping
    Listed list(Principal who, Query query) throws InterruptedException {
        Account reader = tools.account(who);
        EntryQuery wish = query.read();
        List<Long> ids = entries.ids(reader, wish);
        List<Head> listed = new ArrayList<>();
        try {
            entries.visitHeads(reader, ids, entry -> listed.add(Head.of(entry)));
        } catch (BudgetExceededException full) {
            throw WebTools.busy();
        }
        return new Listed(listed, ids.size() < wish.most() ? null : ids.getLast());
    }

    /** One entry with its text, whose pictures come by this server. */
    @GetMapping("/{id}")
    void one(Principal who, @PathVariable long id, HttpServletResponse response)
            throws IOException, InterruptedException {
        boolean[] found = {false};
        visit(
                tools.account(who),
                id,
                entry -> {
                    found[0] = true;
                    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
                    response.setCharacterEncoding("UTF-8");
                    response.setHeader("Cache-Control", "no-store");
                    // while its memory is reserved
                    WebTools.JSON.writeValue(response.getOutputStream(), whole(entry));
                });
        if (!found[0]) {
            throw WebTools.missing("entry");
        }
    }

    private Whole whole(Entry entry) {
        Item item = entry.item();
        String text = item.content().isEmpty() ? item.summary() : item.content();
        return new Whole(
                item.id(),
                streamOf(entry.subscription()),
                item.title(),
                item.author(),
                item.url(),
                item.commentsUrl(),
                images.rewrite(text, ""),
                item.enclosures().stream()
                        .map(one -> new File(one.url(), one.type(), one.length()))
                        .toList(),
                item.published(),
                entry.read(),
                entry.starred(),
                entry.tags());
    }

    private void visit(Account reader, long id, Entries.Visitor visitor)
            throws IOException, InterruptedException {
        try {
            entries.visit(reader, List.of(id), visitor);
        } catch (BudgetExceededException full) {
            throw WebTools.busy();
        }
    }

    /** What becomes of entries; what is absent stays as it is. */
    record Marks(
            @Nullable List<@Nullable Long> entries,
            @Nullable Boolean read,
            @Nullable Boolean starred) {}

    /** Marks up to 1,000 entries. */
    @PostMapping("/marks")
    Map<String, Object> mark(Principal who, HttpServletRequest request) throws IOException {
        Account reader = tools.account(who);
        Marks marks = tools.body(request, Marks.class);
        List<Long> ids = new ArrayList<>();
        if (marks.entries() != null) {
            for (Long id : marks.entries()) {
                if (id != null) {
                    ids.add(id);
                }
            }
        }
        if (ids.isEmpty() || ids.size() > MOST_MARKED) {
            throw WebTools.problem(
                    HttpStatus.BAD_REQUEST,
                    "entries: %d (expected: 1 to %d of them)".formatted(ids.size(), MOST_MARKED));
        }
        if (marks.read() != null) {
            entries.change(reader, ids, new EntryChange.Read(marks.read()));
        }
        if (marks.starred() != null) {
            entries.change(reader, ids, new EntryChange.Starred(marks.starred()));
        }
        return Map.of("unread", entries.count(reader, Show.UNREAD));
    }
}
