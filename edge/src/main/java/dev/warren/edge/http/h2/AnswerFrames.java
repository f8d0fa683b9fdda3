package dev.warren.edge.http.h2;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.codec.BodyReader;
import dev.warren.edge.http.codec.FieldName;
import dev.warren.edge.http.codec.Fields;
import dev.warren.edge.http.codec.HeadLimits;
import dev.warren.edge.http.codec.HeadReader;
import dev.warren.edge.http.codec.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads one request's answer, which is the edge's own HTTP/1.1, and says it in HTTP/2. Confined to
 * the stream's event loop.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-8.1">RFC 9113, 8.1</a>
 */
final class AnswerFrames {

    /** What the edge itself may have added to a head that was within the limits. */
    private static final int OWN_BYTES = 4096;

    private static final int OWN_FIELDS = 16;
    private static final long NOT_IN_HTTP2 =
            FieldName.mask(
                    FieldName.LISTED,
                    FieldName.CONNECTION,
                    FieldName.KEEP_ALIVE,
                    FieldName.PROXY_CONNECTION,
                    FieldName.TRANSFER_ENCODING,
                    FieldName.UPGRADE);

    private final FrameSink sink;
    private final boolean toHead;
    private final MemoryBudget budget;
    private final HeadLimits limits;
    private final HeadReader heads;
    private @Nullable BodyReader body;
    private boolean raw;
    private boolean ended;

    /** {@code toHead}: the answer has no body, whatever it says. */
    AnswerFrames(FrameSink sink, boolean toHead, HeadLimits limits, MemoryBudget budget) {
        this.sink = sink;
        this.toHead = toHead;
        this.budget = budget;
        this.limits =
                new HeadLimits(
                        limits.bytes() + OWN_BYTES, limits.target(), limits.fields() + OWN_FIELDS);
        this.heads = new HeadReader(this.limits, budget);
    }

    /** Whether the whole answer was said. */
    boolean isDone() {
        return ended || body != null && body.done();
    }

    /** Whether the stream left HTTP, so that both directions end by themselves. */
    boolean isRaw() {
        return raw;
    }

    /** Whether the end of the bytes is the end of the answer. */
    boolean endsWithBytes() {
        return raw || (body != null && body.isUntilClose());
    }

    /** Takes all of {@code in}; what comes behind the answer is dropped. */
    void accept(ByteBuf in) throws HttpRefusal {
        while (in.isReadable() && !isDone()) {
            BodyReader reader = body;
            if (raw) {
                sink.data(in.readRetainedSlice(in.readableBytes()), false);
            } else if (reader == null) {
                head(in);
            } else {
                BodyFrames.pass(reader, in, sink);
            }
        }
    }

    /** No more bytes come. */
    void end() {
        if (!isDone() && endsWithBytes()) {
            ended = true;
            sink.data(Unpooled.EMPTY_BUFFER, true);
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
        ResponseHead head = ResponseHead.parse(bytes, limits);
        if (head.status() == 101) {
            raw = true;
            sink.head(headers(head, 200), false);
        } else if (head.isInterim()) {
            sink.head(headers(head, head.status()), false);
        } else {
            BodyReader reader = head.body(toHead);
            body = reader;
            sink.head(headers(head, head.status()), reader.done());
        }
    }

    private Http2Headers headers(ResponseHead head, int status) {
        Http2Headers headers = new DefaultHttp2Headers(false);
        headers.status(Integer.toString(status));
        Fields fields = head.fields();
        for (int i = 0; i < fields.count(); i++) {
            if ((NOT_IN_HTTP2 & fields.name(i).bit()) == 0) {
                String name = fields.field(i).key();
                if (!raw || !name.equals("sec-websocket-accept")) {
                    headers.add(name, fields.value(i));
                }
            }
        }
        return headers;
    }
}
