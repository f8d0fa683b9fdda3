package dev.warren.feeds.api;

import dev.warren.feeds.api.GoogleReaderServlet.Call;
import dev.warren.feeds.reader.OpmlExchange;
import dev.warren.feeds.reader.Subscribed;
import dev.warren.feeds.reader.Subscription;
import dev.warren.feeds.reader.Subscriptions;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How the API of Google Reader follows feeds, and follows them no more. */
final class SubscriptionEdits {

    private final StreamNames names;
    private final Subscriptions subscriptions;
    private final OpmlExchange opml;

    SubscriptionEdits(StreamNames names, Subscriptions subscriptions, OpmlExchange opml) {
        this.names = names;
        this.subscriptions = subscriptions;
        this.opml = opml;
    }

    /** {@code subscription/edit}. */
    void edit(Call call) throws IOException {
        for (String name : call.form().all("s")) {
            String problem =
                    switch (call.form().first("ac")) {
                        case "subscribe" -> subscribe(call, name);
                        case "unsubscribe" ->
                                change(
                                        call,
                                        name,
                                        feed ->
                                                subscriptions.unsubscribe(
                                                        call.reader(), feed.id()));
                        case "edit" -> change(call, name, feed -> edit(call, feed));
                        default -> "ac: expected: subscribe, unsubscribe or edit";
                    };
            if (!problem.isEmpty()) {
                Edits.answer(call, false, problem);
                return;
            }
        }
        Edits.answer(call, true, "");
    }

    private String subscribe(Call call, String name) {
        String url =
                name.startsWith(StreamNames.FEED)
                        ? name.substring(StreamNames.FEED.length())
                        : name;
        String folder = StreamNames.label(call.form().first("a"));
        return switch (subscriptions.subscribe(
                call.reader(), url, call.form().first("t"), folder)) {
            case Subscribed.Done _, Subscribed.Already _ -> "";
            case Subscribed.Refused(String sentence) -> sentence;
        };
    }

    /** Does something with a subscription. */
    private interface Change {
        boolean to(Subscription feed);
    }

    private String change(Call call, String name, Change change) {
        Optional<Subscription> feed = names.subscription(call.reader(), name);
        return feed.isPresent() && change.to(feed.get()) ? "" : "you follow no such feed";
    }

    private boolean edit(Call call, Subscription feed) {
        Form form = call.form();
        boolean done =
                !form.has("t") || subscriptions.rename(call.reader(), feed.id(), form.first("t"));
        String added = StreamNames.label(form.first("a"));
        String removed = StreamNames.label(form.first("r"));
        if (!added.isEmpty()) {
            return done && subscriptions.move(call.reader(), feed.id(), added);
        }
        boolean leaves = feed.folder().filter(folder -> folder.name().equals(removed)).isPresent();
        return done && (!leaves || subscriptions.move(call.reader(), feed.id(), ""));
    }

    /** {@code subscription/quickadd}: follows an address. */
    void quickAdd(Call call) throws IOException {
        String url = call.form().first("quickadd");
        String plain =
                url.startsWith(StreamNames.FEED) ? url.substring(StreamNames.FEED.length()) : url;
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("query", plain);
        switch (subscriptions.subscribe(call.reader(), plain, "", "")) {
            case Subscribed.Done(Subscription feed) -> found(answer, feed);
            case Subscribed.Already(Subscription feed) -> found(answer, feed);
            case Subscribed.Refused(String sentence) -> {
                answer.put("numResults", 0);
                answer.put("error", sentence);
            }
        }
        Json.send(call.response(), answer);
    }

    private static void found(Map<String, Object> answer, Subscription feed) {
        answer.put("numResults", 1);
        answer.put("streamId", StreamNames.of(feed));
        answer.put("streamName", feed.title());
    }

    /** {@code subscription/export}. */
    void export(Call call) throws IOException {
        call.response().setContentType("text/x-opml;charset=utf-8");
        call.response()
                .setHeader("Content-Disposition", "attachment; filename=\"subscriptions.opml\"");
        opml.write(call.reader(), call.response().getOutputStream());
    }

    /** {@code subscription/import}. */
    void importList(Call call) throws IOException {
        var report =
                opml.read(
                        call.reader(),
                        new InputStreamReader(
                                call.request().getInputStream(), StandardCharsets.UTF_8));
        Edits.answer(call, report.isList(), "that is no OPML");
    }
}
