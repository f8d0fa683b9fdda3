package dev.warren.edge.http.h2;

import dev.warren.core.memory.MemoryBudget;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * Our end of an HTTP/2 connection, with a visitor or with a backend. Confined to its event loop,
 * but for {@link #run}.
 */
abstract class H2Endpoint extends Http2EventAdapter {

    private final H2Codec codec;
    private final ChannelHandlerContext context;
    private boolean flushQueued;

    H2Endpoint(H2Codec codec, ChannelHandlerContext context) {
        this.codec = codec;
        this.context = context;
    }

    final H2Codec codec() {
        return codec;
    }

    final ChannelHandlerContext context() {
        return context;
    }

    /** What its streams are charged to. */
    abstract MemoryBudget budget();

    final ByteBufAllocator alloc() {
        return context.alloc();
    }

    /** Does {@code task} on the connection's loop: at once when this is it. Any thread. */
    final void run(Runnable task) {
        EventLoop loop = context.channel().eventLoop();
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    @Override
    public final void onHeadersRead(
            ChannelHandlerContext ctx,
            int id,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean end)
            throws Http2Exception {
        onHeadersRead(ctx, id, headers, padding, end);
    }

    /**
     * What ends one stream.
     *
     * @param whose {@code request} or {@code answer}
     */
    static Http2Exception malformed(int id, String whose, RequestText.MalformedException what) {
        return Http2Exception.streamError(
                id, Http2Error.PROTOCOL_ERROR, "malformed %s: %s", whose, what.getMessage());
    }

    /** {@code bytes} of a stream were taken, so that as many may come. */
    final void consumed(int id, int bytes) {
        Http2Stream stream = codec.connection().stream(id);
        try {
            if (stream != null && flow().consumeBytes(stream, bytes)) {
                flushSoon();
            }
        } catch (Http2Exception broken) {
            codec.onError(context, true, broken);
        }
    }

    /** More of a stream may come than before. */
    final void grow(int id, int bytes) {
        Http2Stream stream = codec.connection().stream(id);
        try {
            if (stream != null) {
                flow().incrementWindowSize(stream, bytes);
                flushSoon();
            }
        } catch (Http2Exception broken) {
            codec.onError(context, true, broken);
        }
    }

    /** Resets a stream, behind what was written to it: frames after a reset are an error. */
    final void resetNow(int id, Http2Error error) {
        try {
            codec.encoder().flowController().writePendingBytes();
        } catch (Http2Exception broken) {
            codec.onError(context, true, broken);
        }
        codec.resetStream(context, id, error.code(), context.newPromise());
        flushSoon();
    }

    private Http2LocalFlowController flow() {
        return codec.connection().local().flowController();
    }

    /** Once for everything that is written in this turn of the loop. */
    final void flushSoon() {
        if (!flushQueued) {
            flushQueued = true;
            context.channel().eventLoop().execute(this::flush);
        }
    }

    private void flush() {
        flushQueued = false;
        codec.flush(context);
    }
}
