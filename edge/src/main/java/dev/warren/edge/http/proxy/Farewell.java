package dev.warren.edge.http.proxy;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The two ways in which a visitor's connection ends. */
final class Farewell {

    /** How long a visitor may keep sending after an answer that ended the connection. */
    static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(5);

    private Farewell() {}

    /**
     * Ends a connection once the visitor has the last answer. Closing with bytes unread would reset
     * the connection, and the visitor could lose the answer: so the visitor is told the end first,
     * and its input is read for a while.
     *
     * @param linger asked when all is sent: whether the visitor may still be sending
     * @param lingering told when the wait for its end begins
     */
    static void say(DuplexChannel channel, BooleanSupplier linger, Runnable lingering) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(sent -> {
                    if (sent.isSuccess() && linger.getAsBoolean()) {
                        lingering.run();
                        channel.shutdownOutput();
                    } else {
                        channel.close();
                    }
                });
    }

    /** Ends a connection at once with a reset. */
    static void reset(DuplexChannel channel) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        cut(channel);
    }

    /** Ends a connection at once, without a word within TLS or HTTP/2. Any thread. */
    static void cut(Channel channel) {
        ChannelHandlerContext first = channel.pipeline().firstContext();
        if (first == null) {
            channel.close();
        } else {
            // past a TLS handler, whose farewell would make a cut answer look whole
            first.close();
        }
    }
}
