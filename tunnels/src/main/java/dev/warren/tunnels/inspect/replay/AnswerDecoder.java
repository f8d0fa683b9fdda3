package dev.warren.tunnels.inspect.replay;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponseDecoder;

/** Reads an answer, and knows that the answer to a HEAD has no body. */
final class AnswerDecoder extends HttpResponseDecoder {

    private final boolean head;

    AnswerDecoder(HttpDecoderConfig config, boolean head) {
        super(config);
        this.head = head;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        return head || super.isContentAlwaysEmpty(message);
    }
}
