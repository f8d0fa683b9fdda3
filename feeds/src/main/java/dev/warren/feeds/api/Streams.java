package dev.warren.feeds.api;

import dev.warren.feeds.api.GoogleReaderServlet.Call;
import dev.warren.feeds.images.ImageProxy;
import dev.warren.feeds.reader.Entries;
import dev.warren.feeds.reader.EntryQuery;
import dev.warren.feeds.reader.EntryQuery.Order;
import dev.warren.feeds.reader.EntryQuery.Range;
import dev.warren.feeds.reader.EntryQuery.Show;
import dev.warren.feeds.reader.Stream;
import dev.warren.feeds.reader.Subscription;
import dev.warren.feeds.reader.Subscriptions;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** Entries of a stream, whole or by number, as the API of Google Reader asks for them. */
final class Streams {

    private static final String CONTENTS = "stream/contents/";
    private static final int USUAL = 20;
    private static final int MOST_WHOLE = 1000;

    private final StreamNames names;
    private final Subscriptions subscriptions;
    private final Entries entries;
    private final ImageProxy images;
    private final InstantSource clock;

    Streams(
            StreamNames names,
            Subscriptions subscriptions,
            Entries entries,
            ImageProxy images,
            InstantSource clock) {
        this.names = names;
        this.subscriptions = subscriptions;
        this.entries = entries;
        this.images = images;
        this.clock = clock;
    }

    /** {@code stream/contents/NAME}: whole entries. */
    void contents(Call call) throws IOException, InterruptedException {
        String name =
                named(
                        call.path().startsWith(CONTENTS)
                                ? call.path().substring(CONTENTS.length())
                                : call.form().first("s"));
        Optional<Stream> stream = stream(call, name);
        if (stream.isPresent()) {
            EntryQuery query = query(call, name, stream.get(), MOST_WHOLE);
            List<Long> ids = entries.ids(call.reader(), query);
            whole(call, name, ids, ids.size() < query.most());
        }
    }

    /** {@code stream/items/ids}: numbers of entries. */
    void ids(Call call) throws IOException {
        String name = named(call.form().first("s"));
        Optional<Stream> stream = stream(call, name);
        if (stream.isEmpty()) {
            return;
        }
        EntryQuery query = query(call, name, stream.get(), EntryQuery.MOST);
        List<Long> ids = entries.ids(call.reader(), query);
        try (JsonGenerator json = Json.begin(call.response())) {
            json.writeStartObject();
            json.writeArrayPropertyStart("itemRefs");
            for (long id : ids) {
                json.writeStartObject();
                json.writeStringProperty("id", ItemId.decimal(id));
                json.writeEndObject();
            }
            json.writeEndArray();
            continuation(json, ids, ids.size() < query.most());
            json.writeEndObject();
        }
    }

    /** {@code stream/items/contents}: whole entries by number. */
    void items(Call call) throws IOException, InterruptedException {
        List<Long> ids =
                call.form().all("i").stream()
                        .flatMap(id -> ItemId.parse(id).stream())
                        .limit(MOST_WHOLE)
                        .toList();
        whole(call, StreamNames.READING_LIST, ids, true);
    }

    /** Apps that want everything may name no stream. */
    private static String named(String asked) {
        return asked.isEmpty() ? StreamNames.READING_LIST : asked;
    }

    /** What is read, or was marked unread again, is a stream to some apps. */
    private Optional<Stream> stream(Call call, String name) throws IOException {
        Optional<Stream> stream =
                showOf(name).isPresent()
                        ? Optional.of(new Stream.All())
                        : names.stream(call.reader(), name);
        if (stream.isEmpty()) {
            Json.text(call.response(), 404, "you have no such stream\n");
        }
        return stream;
    }

    private void whole(Call call, String name, List<Long> ids, boolean last)
            throws IOException, InterruptedException {
        Map<Long, Subscription> feeds =
                subscriptions.list(call.reader()).stream()
                        .collect(Collectors.toMap(Subscription::id, Function.identity()));
        EntryJson writer =
                new EntryJson(feeds, html -> images.rewrite(html, Json.base(call.request())));
        try (JsonGenerator json = Json.begin(call.response())) {
            json.writeStartObject();
            json.writeStringProperty("id", name);
            json.writeNumberProperty("updated", clock.instant().getEpochSecond());
            json.writeArrayPropertyStart("items");
            entries.visit(call.reader(), ids, entry -> writer.write(json, entry));
            json.writeEndArray();
            continuation(json, ids, last);
            json.writeEndObject();
        }
    }

    private static void continuation(JsonGenerator json, List<Long> ids, boolean last) {
        if (!last && !ids.isEmpty()) {
            json.writeStringProperty("continuation", String.valueOf(ids.getLast()));
        }
    }

    private static EntryQuery query(Call call, String name, Stream stream, int most) {
        Form form = call.form();
        Order order = form.first("r").equals("o") ? Order.OLDEST_FIRST : Order.NEWEST_FIRST;
        int wanted = form.number("n").map(n -> (int) Math.clamp(n, 1L, most)).orElse(USUAL);
        Show show = showOf(name).orElseGet(() -> show(form));
        return new EntryQuery(stream, show, "", range(form, order), order, wanted);
    }

    private static Optional<Show> showOf(String name) {
        return switch (StreamNames.plain(name)) {
            case StreamNames.READ -> Optional.of(Show.READ);
            case StreamNames.KEPT_UNREAD -> Optional.of(Show.UNREAD);
            default -> Optional.empty();
        };
    }

    private static Show show(Form form) {
        if (form.all("xt").stream().map(StreamNames::plain).anyMatch(StreamNames.READ::equals)) {
            return Show.UNREAD;
        }
        List<String> included = form.all("it").stream().map(StreamNames::plain).toList();
        if (included.contains(StreamNames.STARRED)) {
            return Show.STARRED;
        }
        return included.contains(StreamNames.READ) ? Show.READ : Show.ALL;
    }

    private static Range range(Form form, Order order) {
        Optional<Long> continued = form.number("c");
        return new Range(
                order == Order.OLDEST_FIRST ? continued.orElse(0L) : 0L,
                order == Order.NEWEST_FIRST ? continued.orElse(Long.MAX_VALUE) : Long.MAX_VALUE,
                form.number("ot").map(Streams::seconds),
                form.number("nt").map(Streams::seconds));
    }

    private static Instant seconds(long seconds) {
        return Instant.ofEpochSecond(Math.clamp(seconds, 0, EntryQuery.LAST_SECOND));
    }
}
