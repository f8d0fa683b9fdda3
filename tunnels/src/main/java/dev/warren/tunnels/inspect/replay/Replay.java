package dev.warren.tunnels.inspect.replay;

import dev.warren.edge.http.HttpEdits;
import dev.warren.edge.http.HttpField;
import dev.warren.tunnels.inspect.Summary;
import dev.warren.tunnels.inspect.view.Head;
import dev.warren.tunnels.inspect.view.Shown;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A request that is to be sent again, as it goes on the wire: framed anew, without what belonged to
 * one hop or was never kept, and marked with the id of the original.
 *
 * @param body the body; empty when it is to be read from disk, as it was on the wire
 * @param left names of fields that were left out because their values are not kept
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Replay(
        String method,
        String target,
        List<HttpField> fields,
        Optional<byte[]> body,
        List<String> left) {

    /** Fields that belong to a hop, frame the message, or are said anew. */
    private static final Set<String> HOP =
            Set.of(
                    "connection",
                    "content-length",
                    "expect",
                    "forwarded",
                    "keep-alive",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "x-forwarded-for",
                    "x-forwarded-host",
                    "x-forwarded-proto",
                    "x-warren-replay");

    private static final String REDACTED = "[redacted]";

    /**
     * What is wanted.
     *
     * @param edits what is changed of every request for a path and query
     * @param onDisk whether the whole body is there
     */
    record Wish(Changes changes, Function<String, HttpEdits> edits, boolean onDisk) {}

    /** What came of the wish to send it. */
    sealed interface Made {

        record Request(Replay replay) implements Made {}

        /** It cannot be sent as it was. */
        record Impossible(String sentence) implements Made {}
    }

    /** Its head with the empty line. */
    byte[] head() {
        var text = new StringBuilder();
        text.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        fields.forEach(f -> text.append(f.name()).append(": ").append(f.value()).append("\r\n"));
        text.append("\r\n");
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Whether its answer has no body. */
    boolean isHead() {
        return method.equals("HEAD");
    }

    static Made of(Shown shown, Wish wish) {
        Head head = shown.request();
        Summary summary = shown.summary();
        if (head.isMissing()) {
            return new Made.Impossible("%s: %s".formatted(summary.id(), summary.capture().words()));
        }
        if (summary.open() && shown.response().isMissing()) {
            return new Made.Impossible("%s: its request has not ended yet".formatted(summary.id()));
        }
        if (head.find("Upgrade").isPresent() && summary.status() == 101) {
            return new Made.Impossible(
                    "%s: left HTTP (expected: a request with an answer)".formatted(summary.id()));
        }
        Optional<byte[]> body = wish.changes.body();
        if (body.isEmpty() && shown.requestBody().whole() && !isUnread(shown)) {
            body = Optional.of(shown.requestBody().wire());
        }
        if (body.isEmpty() && !wish.onDisk) {
            return new Made.Impossible(
                    "%s: its body was not captured whole, %d of %d bytes (expected: another one with --body)"
                            .formatted(
                                    summary.id(),
                                    shown.requestBody().wire().length,
                                    shown.requestBody().total()));
        }
        return new Made.Request(write(shown, wish, body));
    }

    /** Whether a body was announced and none of it was taken, because the answer came first. */
    private static boolean isUnread(Shown shown) {
        Head head = shown.request();
        boolean announced =
                head.words("Transfer-Encoding").contains("chunked")
                        || head.find("Content-Length").filter(n -> !n.equals("0")).isPresent();
        return announced && shown.requestBody().total() == 0;
    }

    private static Replay write(Shown shown, Wish wish, Optional<byte[]> body) {
        Changes changes = wish.changes;
        String asked = changes.target().orElseGet(shown.request()::target);
        HttpEdits edits = wish.edits.apply(asked);
        List<String> left = new ArrayList<>();
        List<HttpField> fields = kept(shown, changes, left);
        edits.host()
                .ifPresent(host -> {
                    fields.removeIf(field -> field.key().equals("host"));
                    fields.addFirst(new HttpField("Host", host));
                });
        fields.removeIf(field -> edits.requestWithout().contains(field.key()));
        left.removeIf(name -> edits.requestWithout().contains(name.toLowerCase(Locale.ROOT)));
        fields.addAll(edits.requestWith());
        fields.add(new HttpField("X-Forwarded-For", shown.summary().ip()));
        fields.add(new HttpField("X-Forwarded-Host", shown.summary().place().host()));
        fields.add(new HttpField("X-Warren-Replay", shown.summary().id()));
        framing(shown, body).ifPresent(fields::add);
        fields.add(new HttpField("Connection", "close"));
        return new Replay(
                changes.method().orElse(shown.summary().method()),
                edits.target().orElse(asked),
                fields,
                body,
                left);
    }

    /** The visitor's fields with their changes; names of secret ones go to {@code left}. */
    private static List<HttpField> kept(Shown shown, Changes changes, List<String> left) {
        Set<String> replaced = new HashSet<>(HOP);
        changes.fields().forEach(field -> replaced.add(field.key()));
        if (changes.body().isPresent()) {
            replaced.add("content-encoding");
        }
        List<HttpField> fields = new ArrayList<>();
        for (HttpField field : shown.request().fields()) {
            if (field.value().equals(REDACTED) && !replaced.contains(field.key())) {
                left.add(field.name());
            } else if (!replaced.contains(field.key())) {
                fields.add(field);
            }
        }
        changes.fields().stream().filter(f -> !f.value().isEmpty()).forEach(fields::add);
        return fields;
    }

    private static Optional<HttpField> framing(Shown shown, Optional<byte[]> body) {
        Head head = shown.request();
        boolean chunked = head.words("Transfer-Encoding").contains("chunked");
        boolean announced = chunked || head.find("Content-Length").isPresent();
        if (body.isEmpty()) {
            return Optional.of(
                    chunked
                            ? new HttpField("Transfer-Encoding", "chunked")
                            : length(shown.requestBody().total()));
        }
        int bytes = body.get().length;
        return bytes > 0 || announced ? Optional.of(length(bytes)) : Optional.empty();
    }

    private static HttpField length(long bytes) {
        return new HttpField("Content-Length", Long.toString(bytes));
    }
}
