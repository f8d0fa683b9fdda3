package dev.warren.edge.http.h2;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.codec.BodyReader;
import dev.warren.edge.http.codec.FieldName;
import dev.warren.edge.http.codec.Fields;
import dev.warren.edge.http.codec.HeadLimits;
import dev.warren.edge.http.codec.HeadReader;
import dev.warren.edge.http.codec.RequestHead;
import dev.warren.edge.http.codec.RequestParser;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads one request, which is the edge's own HTTP/1.1, and says it in HTTP/2. Confined to the
 * stream's event loop.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-8.3.1">RFC 9113, 8.3.1</a>
 */
final class RequestFrames {

    /** What the edge itself may have added to a head that was within the limits. */
    private static final int OWN_BYTES = 8192;

    private static final int OWN_FIELDS = 32;
    private static final long NOT_IN_HTTP2 =
            FieldName.mask(
                    FieldName.LISTED,
                    FieldName.HOST,
                    FieldName.CONNECTION,
                    FieldName.KEEP_ALIVE,
                    FieldName.PROXY_CONNECTION,
                    FieldName.TE,
                    FieldName.TRANSFER_ENCODING,
                    FieldName.UPGRADE,
                    FieldName.HTTP2_SETTINGS);

    private final FrameSink sink;
    private final String scheme;
    private final MemoryBudget budget;
    private final RequestParser parser;
    private final HeadReader heads;
    private @Nullable BodyReader body;
    private boolean toHead;

    RequestFrames(FrameSink sink, String scheme, HeadLimits limits, MemoryBudget budget) {
        this.sink = sink;
        this.scheme = scheme;
        this.budget = budget;
        // what trusted proxies said of a visitor is told twice
        HeadLimits larger =
                new HeadLimits(
                        3 * limits.bytes() + OWN_BYTES,
                        limits.target(),
                        limits.fields() + OWN_FIELDS);
        this.parser = new RequestParser(larger);
        this.heads = new HeadReader(larger, budget);
    }

    /** Whether the answer has no body, whatever it says. */
    boolean toHead() {
        return toHead;
    }

    /** Takes all of {@code in}; what comes behind the request is dropped. */
    void accept(ByteBuf in) throws HttpRefusal {
        while (in.isReadable() && (body == null || !body.done())) {
            BodyReader reader = body;
            if (reader == null) {
                head(in);
            } else {
                BodyFrames.pass(reader, in, sink);
            }
        }
    }

    /** Gives back what was gathered of a head. */
    void close() {
        heads.close();
    }

    private void head(ByteBuf in) throws HttpRefusal {
        byte[] bytes = heads.read(in);
        if (bytes == null) {
            return;
        }
        budget.release(bytes.length);
        RequestHead head = parser.parse(bytes);
        BodyReader reader = head.body();
        body = reader;
        toHead = head.method() == RequestHead.Method.HEAD;
        sink.head(headers(head), reader.done());
    }

    private Http2Headers headers(RequestHead head) {
        Fields fields = head.fields();
        Http2Headers headers = new DefaultHttp2Headers(false);
        headers.method(head.methodName())
                .scheme(scheme)
                .path(head.target(Integer.MAX_VALUE))
                .authority(String.valueOf(fields.value(FieldName.HOST)));
        for (int i = 0; i < fields.count(); i++) {
            if ((NOT_IN_HTTP2 & fields.name(i).bit()) == 0) {
                headers.add(fields.field(i).key(), fields.value(i));
            }
        }
        if (head.takesTrailers()) {
            headers.add("te", "trailers");
        }
        return headers;
    }
}
