package dev.warren.edge.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.AttributeKey;
import java.util.Optional;

/**
 * What a channel that stands for one stream of an HTTP/2 connection tells of its end. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-8.7">RFC 9113, 8.7</a>
 */
public final class StreamEnd {

    private static final AttributeKey<Http2Error> RESET =
            AttributeKey.valueOf(StreamEnd.class, "reset");

    private static final AttributeKey<Boolean> UNHEARD =
            AttributeKey.valueOf(StreamEnd.class, "unheard");

    private StreamEnd() {}

    /** The stream behind {@code channel} was reset, or is to be, with that code. */
    public static void reset(Channel channel, Http2Error code) {
        channel.attr(RESET).set(code);
    }

    /** The code by which the stream was reset, or is to be. */
    public static Optional<Http2Error> reset(Channel channel) {
        return channel.hasAttr(RESET)
                ? Optional.ofNullable(channel.attr(RESET).get())
                : Optional.empty();
    }

    /**
     * If the channel ends without an answer, its request was not looked at, or its connection was
     * kept from an earlier one and had come to its end.
     */
    public static void unheard(Channel channel) {
        channel.attr(UNHEARD).set(true);
    }

    /** Whether that was said of it. */
    public static boolean isUnheard(Channel channel) {
        return channel.hasAttr(UNHEARD);
    }
}
