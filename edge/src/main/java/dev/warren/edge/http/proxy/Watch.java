package dev.warren.edge.http.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.warren.edge.http.HttpExchange;
import dev.warren.edge.http.HttpObserver;
import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.HttpRequest;
import dev.warren.edge.http.HttpTarget;
import dev.warren.edge.http.codec.HeadLimits;
import dev.warren.edge.http.codec.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The observer of one exchange, or nobody, kept from doing harm. Confined to the visitor's event
 * loop.
 */
final class Watch {

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private static final ByteBuf HEAD_END =
            Unpooled.unreleasableBuffer(Unpooled.copiedBuffer("\r\n\r\n", US_ASCII));

    private @Nullable HttpObserver observer;

    /** Asks the target whether anybody wants to look on, unless somebody does already. */
    void begin(HttpTarget target, HttpRequest request) {
        if (observer != null) {
            return;
        }
        try {
            observer = target.observe(request).orElse(null);
        } catch (RuntimeException broken) {
            LOG.warn("an observer failed and is asked no more", broken);
        }
    }

    void requestBody(ByteBuf wire) {
        if (observer != null && wire.isReadable()) {
            ByteBuf view = wire.slice();
            tell(o -> o.requestBody(view));
        }
    }

    void response(ResponseHead head) {
        if (observer != null) {
            tell(o -> o.response(new SeenResponse(head)));
        }
    }

    /** An answer of the edge itself, head and body. */
    void own(ByteBuf answer) {
        if (observer == null) {
            return;
        }
        int end = ByteBufUtil.indexOf(HEAD_END, answer) + HEAD_END.readableBytes();
        byte[] head = new byte[end - answer.readerIndex()];
        answer.getBytes(answer.readerIndex(), head);
        try {
            response(
                    ResponseHead.parse(
                            head, new HeadLimits(head.length, head.length, head.length)));
        } catch (HttpRefusal broken) {
            LOG.warn("an answer of the edge's own cannot be shown", broken);
        }
        responseBody(answer.slice(end, answer.writerIndex() - end));
    }

    void responseBody(ByteBuf wire) {
        if (observer != null && wire.isReadable()) {
            ByteBuf view = wire.slice();
            tell(o -> o.responseBody(view));
        }
    }

    void upgradedFromVisitor(ByteBuf bytes) {
        if (observer != null && bytes.isReadable()) {
            ByteBuf view = bytes.slice();
            tell(o -> o.upgradedFromVisitor(view));
        }
    }

    void upgradedToVisitor(ByteBuf bytes) {
        if (observer != null && bytes.isReadable()) {
            ByteBuf view = bytes.slice();
            tell(o -> o.upgradedToVisitor(view));
        }
    }

    void ended(HttpExchange exchange) {
        tell(o -> o.ended(exchange));
        observer = null;
    }

    private void tell(Consumer<HttpObserver> what) {
        HttpObserver now = observer;
        if (now == null) {
            return;
        }
        try {
            what.accept(now);
        } catch (RuntimeException broken) {
            observer = null;
            LOG.warn("an observer failed and is asked no more", broken);
        }
    }
}
