package dev.warren.tunnels.inspect.replay;

import dev.warren.edge.http.HttpExchange;
import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpResponse;
import dev.warren.tunnels.inspect.Recording;
import dev.warren.tunnels.inspect.Summary;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Optional;

/**
 * Has a request that is sent again recorded like a visitor's, where its tunnel's are. Thread-safe.
 */
final class Onlooker {

    private final Sent sent;
    private final Optional<Recording> recording;

    Onlooker(Sent sent, Optional<Recording> recording) {
        this.sent = sent;
        this.recording = recording;
    }

    /** What it is recorded as. */
    Optional<String> id() {
        return recording.map(Recording::id);
    }

    void requestBody(ByteBuf wire) {
        recording.ifPresent(r -> r.requestBody(wire));
    }

    void response(int status, String reason, List<HttpField> fields) {
        // bodies are shown without the framing that this field announces
        List<HttpField> shown =
                fields.stream().filter(f -> !f.key().equals("transfer-encoding")).toList();
        recording.ifPresent(r -> r.response(new Head(status, reason, shown)));
    }

    void responseBody(ByteBuf content) {
        recording.ifPresent(r -> r.responseBody(content));
    }

    /** It is over, with an answer or without. */
    void ended() {
        recording.ifPresent(r -> r.ended(exchange(r.summary())));
    }

    private HttpExchange exchange(Summary seen) {
        return new HttpExchange(
                sent.method(),
                sent.host(),
                sent.target(),
                seen.status(),
                seen.requestBytes(),
                seen.responseBytes(),
                seen.nanos(),
                sent.visitor(),
                sent.requestId());
    }

    private record Head(int status, String reason, List<HttpField> fields) implements HttpResponse {

        @Override
        public Optional<String> field(String name) {
            return HttpField.first(fields, name);
        }
    }
}
