package dev.warren.edge.http.h2;

import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.codec.BodyReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.List;
import java.util.Locale;

/**
 * Says a body in HTTP/2 that comes in HTTP/1.1's framing.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-8.1">RFC 9113, 8.1</a>
 */
final class BodyFrames {

    private BodyFrames() {}

    /** Takes of {@code in} what belongs to the body, or as much of it as is one piece. */
    static void pass(BodyReader body, ByteBuf in, FrameSink sink) throws HttpRefusal {
        if (!body.isChunked()) {
            int length = body.accept(in);
            sink.data(in.readRetainedSlice(length), body.done());
            return;
        }
        ByteBuf data = body.unchunk(in);
        if (data != null) {
            sink.data(data, false);
        }
        if (body.done()) {
            end(body.trailers(), sink);
        }
    }

    private static void end(List<String> trailers, FrameSink sink) {
        if (trailers.isEmpty()) {
            sink.data(Unpooled.EMPTY_BUFFER, true);
            return;
        }
        Http2Headers headers = new DefaultHttp2Headers(false);
        for (String line : trailers) {
            int colon = line.indexOf(':');
            headers.add(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        sink.trailers(headers);
    }
}
