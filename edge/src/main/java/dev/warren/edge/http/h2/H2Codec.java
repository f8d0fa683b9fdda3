package dev.warren.edge.http.h2;

import dev.warren.edge.http.proxy.Visitors;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Settings;
import java.time.Duration;

/**
 * HTTP/2's frames on one connection, with a limit on everything that a peer could send without end.
 */
final class H2Codec extends Http2ConnectionHandler {

    /** Streams that a visitor may have open at a time. */
    static final int STREAMS = 100;

    /** Answers to settings and pings that may wait for a peer that does not read them. */
    private static final int CONTROL_FRAMES = 1000;

    /** Resets in ten seconds, either side's, after which somebody is up to no good. */
    private static final int RESETS = 400;

    private static final int RESET_SECONDS = 10;
    private static final int EMPTY_FRAMES = 10;
    private static final int SMALL_CONTINUATIONS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private H2Codec(
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings) {
        super(decoder, encoder, settings);
        setCumulator(H2Codec::cumulate);
    }

    /** {@code headBytes}: what the fields of a request may take. */
    static H2Codec create(int headBytes) {
        return new Builder(
                        true,
                        Http2Settings.defaultSettings()
                                .maxConcurrentStreams(STREAMS)
                                .initialWindowSize(StreamWindow.FIRST)
                                .maxHeaderListSize(headBytes)
                                .connectProtocolEnabled(true))
                .build();
    }

    /**
     * For a connection to a backend.
     *
     * @param headBytes what the fields of an answer may take
     */
    static H2Codec client(int headBytes) {
        return new Builder(
                        false,
                        Http2Settings.defaultSettings()
                                .pushEnabled(false)
                                .initialWindowSize(StreamWindow.FIRST)
                                .maxHeaderListSize(headBytes))
                .build();
    }

    /**
     * What waits for the rest of a frame is copied, so that nobody waits for it who has to give way
     * for the rest to come.
     */
    private static ByteBuf cumulate(ByteBufAllocator allocator, ByteBuf gathered, ByteBuf in) {
        if (gathered.isReadable()) {
            return MERGE_CUMULATOR.cumulate(allocator, gathered, in);
        }
        gathered.release();
        ByteBuf copy = allocator.directBuffer(in.readableBytes());
        copy.writeBytes(in);
        in.release();
        return copy;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event == Visitors.DRAINING) {
            // says goodbye, waits for the streams, then closes
            ctx.channel().close();
            return;
        }
        super.userEventTriggered(ctx, event);
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            // no half of an HTTP/2 connection lives alone
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
        if (Http2CodecUtil.getEmbeddedHttp2Exception(cause) != null) {
            super.exceptionCaught(ctx, cause);
        } else {
            // a visitor who hung up
            ctx.close();
        }
    }

    private static final class Builder
            extends AbstractHttp2ConnectionHandlerBuilder<H2Codec, Builder> {

        Builder(boolean server, Http2Settings settings) {
            DefaultHttp2Connection connection = new DefaultHttp2Connection(server);
            // what a stream may send is paid for; a stream that stands still must not stop others
            connection
                    .local()
                    .flowController(
                            new DefaultHttp2LocalFlowController(
                                    connection,
                                    DefaultHttp2LocalFlowController.DEFAULT_WINDOW_UPDATE_RATIO,
                                    true));
            connection(connection);
            frameListener(new Http2FrameAdapter());
            initialSettings(settings);
            encoderEnforceMaxQueuedControlFrames(CONTROL_FRAMES);
            // visitors share a connection to a backend: none may end it by hanging up often
            int resets = server ? RESETS : 0;
            decoderEnforceMaxRstFramesPerWindow(resets, RESET_SECONDS);
            encoderEnforceMaxRstFramesPerWindow(resets, RESET_SECONDS);
            decoderEnforceMaxConsecutiveEmptyDataFrames(EMPTY_FRAMES);
            decoderEnforceMaxSmallContinuationFrames(SMALL_CONTINUATIONS);
            gracefulShutdownTimeoutMillis(PATIENCE.toMillis());
        }

        @Override
        public H2Codec build() {
            return super.build();
        }

        @Override
        protected H2Codec build(
                Http2ConnectionDecoder decoder,
                Http2ConnectionEncoder encoder,
                Http2Settings settings) {
            return new H2Codec(decoder, encoder, settings);
        }
    }
}
