package dev.warren.tunnels.inspect.replay;

import dev.warren.edge.http.HttpExchange;
import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpResponse;
import dev.warren.tunnels.inspect.Recording;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Has a request that is sent again recorded like a visitor's, where its tunnel's are. Thread-safe.
 */
final class Onlooker {

    private final Sent sent;
    private final Optional<Recording> recording;
    private final long beginNanos = System.nanoTime();
    private final AtomicLong requestBytes = new AtomicLong();
    private final AtomicLong responseBytes = new AtomicLong();
    private volatile int status;

    Onlooker(Sent sent, Optional<Recording> recording) {
        this.sent = sent;
        this.recording = recording;
    }

    /** What it is recorded as. */
    Optional<String> id() {
        return recording.map(Recording::id);
    }

    void requestBody(ByteBuf wire) {
        requestBytes.addAndGet(wire.readableBytes());
        recording.ifPresent(r -> r.requestBody(wire));
    }

    void response(int answered, String reason, List<HttpField> fields) {
        status = answered;
        // bodies are shown without the framing that this field announces
        List<HttpField> shown =
                fields.stream().filter(f -> !f.key().equals("transfer-encoding")).toList();
        recording.ifPresent(r -> r.response(new Head(answered, reason, shown)));
    }

    void responseBody(ByteBuf content) {
        responseBytes.addAndGet(content.readableBytes());
        recording.ifPresent(r -> r.responseBody(content));
    }

    /** It is over, with an answer or without. */
    void ended() {
        recording.ifPresent(r -> r.ended(exchange()));
    }

    private HttpExchange exchange() {
        return new HttpExchange(
                sent.method(),
                sent.host(),
                sent.target(),
                status,
                requestBytes.get(),
                responseBytes.get(),
                System.nanoTime() - beginNanos,
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
