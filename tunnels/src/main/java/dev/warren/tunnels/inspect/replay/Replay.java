package dev.warren.tunnels.inspect.replay;

import dev.warren.edge.http.HttpField;
import dev.warren.tunnels.inspect.Summary;
import dev.warren.tunnels.inspect.view.Head;
import dev.warren.tunnels.inspect.view.Shown;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A request that is to be sent again, as it goes on the wire: framed anew, without what belonged to
 * one hop or was never kept, and marked with the id of the original.
 *
 * @param head the head with its empty line
 * @param left names of fields that were left out because their values are not kept
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Replay(byte[] head, byte[] body, List<String> left) {

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

    /** What came of the wish to send it. */
    sealed interface Made {

        record Request(Replay replay) implements Made {}

        /** It cannot be sent as it was. */
        record Impossible(String sentence) implements Made {}
    }

    /** Whether its answer has no body. */
    boolean isHead() {
        return head.length > 4 && new String(head, 0, 5, StandardCharsets.US_ASCII).equals("HEAD ");
    }

    static Made of(Shown shown, Changes changes) {
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
        if (changes.body().isEmpty() && !shown.requestBody().whole()) {
            return new Made.Impossible(
                    "%s: its body was not captured whole, %d of %d bytes (expected: another one with --body)"
                            .formatted(
                                    summary.id(),
                                    shown.requestBody().wire().length,
                                    shown.requestBody().total()));
        }
        byte[] body = changes.body().orElse(shown.requestBody().wire());
        return new Made.Request(write(shown, changes, body));
    }

    private static Replay write(Shown shown, Changes changes, byte[] body) {
        Set<String> replaced = new HashSet<>(HOP);
        changes.fields().forEach(field -> replaced.add(field.key()));
        if (changes.body().isPresent()) {
            replaced.add("content-encoding");
        }
        String method = changes.method().orElse(shown.summary().method());
        List<HttpField> fields = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (HttpField field : shown.request().fields()) {
            if (field.value().equals(REDACTED) && !replaced.contains(field.key())) {
                left.add(field.name());
            } else if (!replaced.contains(field.key())) {
                fields.add(field);
            }
        }
        changes.fields().stream().filter(f -> !f.value().isEmpty()).forEach(fields::add);
        fields.add(new HttpField("X-Forwarded-For", shown.summary().ip()));
        fields.add(new HttpField("X-Forwarded-Host", shown.summary().place().host()));
        fields.add(new HttpField("X-Warren-Replay", shown.summary().id()));
        if (body.length > 0 || hasBody(shown)) {
            fields.add(new HttpField("Content-Length", Integer.toString(body.length)));
        }
        fields.add(new HttpField("Connection", "close"));
        var text = new StringBuilder();
        text.append(method).append(' ');
        text.append(changes.target().orElseGet(shown.request()::target));
        text.append(" HTTP/1.1\r\n");
        fields.forEach(f -> text.append(f.name()).append(": ").append(f.value()).append("\r\n"));
        text.append("\r\n");
        return new Replay(text.toString().getBytes(StandardCharsets.ISO_8859_1), body, left);
    }

    private static boolean hasBody(Shown shown) {
        Optional<String> length = shown.request().find("Content-Length");
        return length.isPresent() || shown.request().find("Transfer-Encoding").isPresent();
    }
}
