package dev.warren.feeds.api;

import dev.warren.core.people.Account;
import dev.warren.feeds.reader.Entries;
import dev.warren.feeds.reader.EntryChange;
import dev.warren.feeds.reader.EntryQuery;
import dev.warren.feeds.reader.EntryQuery.Range;
import dev.warren.feeds.reader.Stream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What the API of Fever does with entries. */
final class FeverMarks {

    private static final Duration RECENTLY = Duration.ofMinutes(15);

    private final Entries entries;
    private final InstantSource clock;

    FeverMarks(Entries entries, InstantSource clock) {
        this.entries = entries;
        this.clock = clock;
    }

    /** Does what a form says, which may be nothing. */
    void apply(Account reader, Form form) {
        Optional<Long> id = form.number("id");
        switch (form.first("mark")) {
            case "item" -> id.ifPresent(item -> item(reader, item, form.first("as")));
            case "feed" -> id.ifPresent(feed -> all(reader, new Stream.Feed(feed), form));
            case "group" ->
                    id.ifPresent(group ->
                            all(
                                    reader,
                                    group == 0 ? new Stream.All() : new Stream.Folder(group),
                                    form));
            default -> {}
        }
        if (form.first("unread_recently_read").equals("1")) {
            entries.unreadSince(reader, clock.instant().minus(RECENTLY));
        }
    }

    private void item(Account reader, long item, String state) {
        Optional<EntryChange> change =
                switch (state) {
                    case "read" -> Optional.of(new EntryChange.Read(true));
                    case "unread" -> Optional.of(new EntryChange.Read(false));
                    case "saved" -> Optional.of(new EntryChange.Starred(true));
                    case "unsaved" -> Optional.of(new EntryChange.Starred(false));
                    default -> Optional.empty();
                };
        change.ifPresent(known -> entries.change(reader, List.of(item), known));
    }

    /** Group -1 is of sparks, feeds of lesser weight, which nobody has here. */
    private void all(Account reader, Stream stream, Form form) {
        if (form.first("as").equals("read")) {
            Optional<Instant> before =
                    form.number("before")
                            .filter(seconds -> seconds > 0 && seconds < EntryQuery.LAST_SECOND)
                            .map(Instant::ofEpochSecond);
            entries.readAll(reader, stream, new Range(0, Long.MAX_VALUE, Optional.empty(), before));
        }
    }
}
