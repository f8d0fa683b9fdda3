package dev.warren.edge.http.h2;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.BackendHttp2;
import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.StreamEnd;
import dev.warren.edge.http.codec.HeadLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One HTTP/2 connection to a backend: makes a stream of each channel's request. Confined to the
 * event loop that it shares with its channels.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113">RFC 9113</a>
 */
final class BackendConnection extends H2Endpoint implements BackendHttp2.Connection {

    /** Closed after so long without a request, before backends usually do. */
    private static final Duration IDLE = Duration.ofSeconds(20);

    private final MemoryBudget budget;
    private final HeadLimits limits;
    private final Promise<BackendHttp2.Connection> greeted;

    /** Bounded by {@link H2Codec#STREAMS}. */
    private final IntObjectMap<BackendStream> streams = new IntObjectHashMap<>();

    /** Channels that are open, with a stream or before it. */
    private int open;

    private boolean goodbye;

    /** Whether there was an answer before, so that the backend may be about to close it. */
    private boolean used;

    private long idleSince = System.nanoTime();

    private BackendConnection(
            H2Codec codec,
            ChannelHandlerContext context,
            MemoryBudget budget,
            HeadLimits limits,
            Promise<BackendHttp2.Connection> greeted) {
        super(codec, context);
        this.budget = budget;
        this.limits = limits;
        this.greeted = greeted;
    }

    /** Greets, and tells {@code greeted} what came of it. */
    static void begin(
            Channel stream,
            MemoryBudget budget,
            HeadLimits limits,
            Duration patience,
            Promise<BackendHttp2.Connection> greeted) {
        H2Codec codec = H2Codec.client(limits.bytes());
        stream.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        stream.pipeline().addLast("h2", codec);
        BackendConnection connection =
                new BackendConnection(
                        codec, stream.pipeline().context(codec), budget, limits, greeted);
        codec.decoder().frameListener(connection);
        codec.connection().addListener(connection);
        Future<?> timer =
                stream.eventLoop()
                        .schedule(
                                () -> connection.notGreeted(504, "did not answer in time"),
                                patience.toNanos(),
                                TimeUnit.NANOSECONDS);
        greeted.addListener(told -> timer.cancel(false));
        stream.closeFuture()
                .addListener(closed -> {
                    connection.notGreeted(502, "answered in something else, or hung up");
                    connection.ended();
                });
        codec.flush(connection.context());
        stream.read();
    }

    private void notGreeted(int status, String what) {
        boolean first =
                greeted.tryFailure(
                        new HttpRefusal(
                                status,
                                "No HTTP/2 behind this address",
                                "the service behind this address is asked in HTTP/2, and " + what));
        if (first) {
            context().close();
        }
    }

    /** What requests say of the way to the backend. */
    String scheme() {
        return context().pipeline().get(SslHandler.class) == null ? "http" : "https";
    }

    @Override
    MemoryBudget budget() {
        return budget;
    }

    HeadLimits limits() {
        return limits;
    }

    @Override
    public boolean hasRoom() {
        return !isOver()
                && open
                        < Math.min(
                                H2Codec.STREAMS, codec().connection().local().maxActiveStreams());
    }

    @Override
    public boolean isOver() {
        return goodbye || !context().channel().isActive();
    }

    @Override
    public Future<Channel> open() {
        Promise<Channel> promise = context().channel().eventLoop().newPromise();
        if (!hasRoom() || !budget.tryAcquire(BackendStream.CHARGE)) {
            return promise.setFailure(Http2Backends.busy());
        }
        open++;
        BackendStream channel = new BackendStream(this, context().channel().remoteAddress());
        if (used) {
            StreamEnd.unheard(channel);
        }
        channel.closeFuture().addListener(closed -> closed());
        context().channel().eventLoop().register(channel);
        return promise.setSuccess(channel);
    }

    @Override
    public void finish() {
        goodbye = true;
        if (open == 0) {
            context().close();
        }
    }

    private void closed() {
        if (--open == 0) {
            idleSince = System.nanoTime();
            context()
                    .channel()
                    .eventLoop()
                    .schedule(this::closeIfIdle, IDLE.toNanos(), TimeUnit.NANOSECONDS);
            if (goodbye) {
                context().close();
            }
        }
    }

    private void closeIfIdle() {
        if (open == 0 && System.nanoTime() - idleSince >= IDLE.toNanos()) {
            finish();
        }
    }

    private void ended() {
        List.copyOf(streams.values()).forEach(BackendStream::gone);
    }

    // ---- from channels

    /**
     * Begins a stream.
     *
     * @return its number; 0 when there can be none any more
     */
    int begin(BackendStream channel, Http2Headers headers, boolean end) {
        if (isOver() || !codec().connection().local().canOpenStream()) {
            return 0;
        }
        int id = codec().connection().local().incrementAndGetNextStreamId();
        streams.put(id, channel);
        codec().encoder()
                .writeHeaders(context(), id, headers, 0, end, context().newPromise())
                .addListener(written -> {
                    if (!written.isSuccess() && streams.get(id) == channel) {
                        streams.remove(id);
                        channel.gone();
                    }
                });
        flushSoon();
        return id;
    }

    void trailers(int id, Http2Headers headers) {
        codec().encoder().writeHeaders(context(), id, headers, 0, true, context().newPromise());
        flushSoon();
    }

    void data(BackendStream channel, int id, ByteBuf bytes, boolean end) {
        int length = bytes.readableBytes();
        codec().encoder()
                .writeData(context(), id, bytes, 0, end, context().newPromise())
                .addListener(written -> channel.credit(length));
        flushSoon();
    }

    void reset(int id, Http2Error error) {
        if (context().channel().isActive() && codec().connection().stream(id) != null) {
            resetNow(id, error);
        }
    }

    // ---- from the backend

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
        greeted.trySuccess(this);
    }

    @Override
    public void onGoAwayReceived(int last, long error, ByteBuf why) {
        // these the backend has not looked at, and never will
        streams.forEach((id, stream) -> {
            if (id > last) {
                StreamEnd.unheard(stream);
            }
        });
        finish();
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int id, long code) {
        BackendStream stream = streams.get(id);
        Http2Error error = Http2Error.valueOf(code);
        if (stream == null || error == null) {
            return;
        }
        StreamEnd.reset(stream, error);
        if (error == Http2Error.REFUSED_STREAM) {
            StreamEnd.unheard(stream);
        }
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx, int id, Http2Headers headers, int padding, boolean end)
            throws Http2Exception {
        BackendStream stream = streams.get(id);
        used = true;
        if (stream != null) {
            try {
                stream.answerHead(headers, end);
            } catch (RequestText.MalformedException malformed) {
                throw malformed(id, "answer", malformed);
            }
        }
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean end)
            throws Http2Exception {
        BackendStream stream = streams.get(id);
        if (stream == null) {
            return data.readableBytes() + padding;
        }
        try {
            stream.answerData(data, end);
            return padding;
        } catch (RequestText.MalformedException malformed) {
            throw malformed(id, "answer", malformed);
        }
    }

    @Override
    public void onStreamClosed(Http2Stream closed) {
        BackendStream stream = streams.remove(closed.id());
        if (stream != null) {
            stream.gone();
        }
    }
}
