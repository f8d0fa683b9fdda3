package dev.warren.feeds.api;

import dev.warren.feeds.api.GoogleReaderServlet.Call;
import dev.warren.feeds.reader.Entries;
import dev.warren.feeds.reader.EntryChange;
import dev.warren.feeds.reader.EntryQuery.Range;
import dev.warren.feeds.reader.Stream;
import dev.warren.feeds.reader.Subscriptions;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the API of Google Reader does with entries and labels. */
final class Edits {

    private static final long NANOS = 100_000_000_000_000_000L;

    private final StreamNames names;
    private final Subscriptions subscriptions;
    private final Entries entries;

    Edits(StreamNames names, Subscriptions subscriptions, Entries entries) {
        this.names = names;
        this.subscriptions = subscriptions;
        this.entries = entries;
    }

    /** {@code edit-tag}: adds and takes off states and tags. */
    void editTag(Call call) throws IOException {
        List<Long> ids =
                call.form().all("i").stream().flatMap(id -> ItemId.parse(id).stream()).toList();
        boolean done = true;
        for (String added : call.form().all("a")) {
            done &= change(call, ids, added, true);
        }
        for (String removed : call.form().all("r")) {
            done &= change(call, ids, removed, false);
        }
        answer(call, done, "that is no state and no label, or one label too many");
    }

    private boolean change(Call call, List<Long> ids, String name, boolean on) {
        Optional<EntryChange> change =
                switch (StreamNames.plain(name)) {
                    case StreamNames.READ -> Optional.of(new EntryChange.Read(on));
                    case StreamNames.KEPT_UNREAD -> Optional.of(new EntryChange.Read(!on));
                    case StreamNames.STARRED -> Optional.of(new EntryChange.Starred(on));
                    default ->
                            Optional.of(StreamNames.label(name))
                                    .filter(label -> !label.isEmpty())
                                    .map(label -> new EntryChange.Tagged(label, on));
                };
        return change.map(known -> entries.change(call.reader(), ids, known))
                // apps also set states that nobody else knows, such as tracking-kept-unread
                .orElse(StreamNames.plain(name).startsWith("user/-/state/com.google/"));
    }

    /** {@code mark-all-as-read}: a stream, as far as it was seen at {@code ts}. */
    void markAllRead(Call call) throws IOException {
        Optional<Stream> stream = names.stream(call.reader(), call.form().first("s"));
        stream.ifPresent(known ->
                entries.readAll(
                        call.reader(),
                        known,
                        new Range(
                                0,
                                Long.MAX_VALUE,
                                Optional.empty(),
                                call.form().number("ts").filter(ts -> ts > 0).map(Edits::time))));
        answer(call, stream.isPresent(), "you have no such stream");
    }

    /** Microseconds; some apps send nanoseconds. */
    private static Instant time(long stamp) {
        long micros = stamp > NANOS ? stamp / 1000 : stamp;
        return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1000 + 999);
    }

    /** {@code rename-tag}: a folder's name, else a tag's. */
    void renameTag(Call call) throws IOException {
        String from = StreamNames.label(call.form().first("s"));
        String to = StreamNames.label(call.form().first("dest"));
        boolean done =
                subscriptions.renameFolder(call.reader(), from, to)
                        || entries.renameTag(call.reader(), from, to);
        answer(call, done, "there is no such label, or one of that name");
    }

    /** {@code disable-tag}: removes a folder, else a tag. */
    void disableTag(Call call) throws IOException {
        String name = StreamNames.label(call.form().first("s"));
        boolean done =
                subscriptions.deleteFolder(call.reader(), name)
                        || entries.deleteTag(call.reader(), name);
        answer(call, done, "there is no such label");
    }

    static void answer(Call call, boolean done, String otherwise) throws IOException {
        if (done) {
            Json.text(call.response(), 200, "OK");
        } else {
            Json.text(call.response(), 400, otherwise + "\n");
        }
    }
}
