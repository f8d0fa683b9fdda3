package dev.warren.tunnels.inspect.view;

import dev.warren.tunnels.inspect.Captured;
import dev.warren.tunnels.inspect.Summary;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * An exchange as one wants to read it.
 *
 * @param events the answer's server-sent events, if that is what it is
 * @param frames WebSocket frames of both directions by time, if that is what it became
 */
public record Shown(
        Summary summary,
        Head request,
        Head response,
        Body requestBody,
        Body responseBody,
        List<Event> events,
        List<Frame> frames) {

    /**
     * Makes a recording readable.
     *
     * @param most how much of each body is unpacked, in bytes
     */
    static Shown of(Captured captured, int most) {
        Head request = Head.parse(captured.requestHead());
        Head response = Head.parse(captured.responseHead());
        // for visitors with the old version, the edge takes chunked framing away
        boolean unframed = request.start().endsWith("HTTP/1.0");
        Body requestBody = Body.of(request, captured.requestBody(), false, most);
        Body responseBody = Body.of(response, captured.responseBody(), unframed, most);
        return new Shown(
                captured.summary(),
                request,
                response,
                requestBody,
                responseBody,
                events(captured, response, responseBody, unframed),
                frames(captured, response));
    }

    private static List<Event> events(
            Captured captured, Head response, Body body, boolean unframed) {
        if (!body.type().startsWith("text/event-stream")) {
            return List.of();
        }
        boolean chunked = response.words("Transfer-Encoding").contains("chunked") && !unframed;
        Chunks chunks =
                chunked
                        ? Chunks.read(captured.responseBody().bytes())
                        : new Chunks(body.wire(), new int[0], true);
        return body.text()
                .map(text ->
                        Event.read(
                                text,
                                at -> captured.responseBody().millisAt(chunks.wireOffset(at))))
                .orElse(List.of());
    }

    private static List<Frame> frames(Captured captured, Head response) {
        if (captured.summary().status() != 101
                || !response.words("Upgrade").contains("websocket")) {
            return List.of();
        }
        return Stream.concat(
                        Frame.read(captured.fromVisitor(), true).stream(),
                        Frame.read(captured.toVisitor(), false).stream())
                .sorted(Comparator.comparingLong(Frame::millis))
                .toList();
    }
}
