package dev.warren.edge.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;

/** Where the frames of one message go. */
interface FrameSink {

    void head(Http2Headers headers, boolean end);

    /** Takes over a reference of {@code bytes}. */
    void data(ByteBuf bytes, boolean end);

    /** The head that ends a message. */
    default void trailers(Http2Headers headers) {
        head(headers, true);
    }
}
