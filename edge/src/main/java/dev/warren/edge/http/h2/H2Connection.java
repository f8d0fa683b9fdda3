package dev.warren.edge.http.h2;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.proxy.Transport;
import dev.warren.edge.http.proxy.Visitors;
import dev.warren.edge.net.ChargedReads;
import dev.warren.edge.net.FileChunks;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One visitor's HTTP/2 connection: makes a channel of each stream. Confined to its event loop,
 * which never changes, but for {@link #run}.
 */
final class H2Connection extends H2Endpoint {

    private static final int MOST_IDLE = 16;

    private final Visitors visitors;
    private final InetSocketAddress peer;
    private final Transport transport;

    /** Makes nonces that guard nothing. */
    private final SplittableRandom random = new SplittableRandom();

    /** Bounded by the setting for concurrent streams. */
    private final IntObjectMap<H2Stream> streams = new IntObjectHashMap<>();

    /** Channels that wait for another stream, the last used first. */
    private final Deque<StreamChannel> idle = new ArrayDeque<>();

    private ScheduledFuture<?> timer;
    private long idleSince = System.nanoTime();

    H2Connection(
            Visitors visitors,
            InetSocketAddress peer,
            Transport transport,
            H2Codec codec,
            ChannelHandlerContext context) {
        super(codec, context);
        this.visitors = visitors;
        this.peer = peer;
        this.transport = transport;
        this.timer = watch(visitors.keepAliveNanos());
        context().channel().closeFuture().addListener(closed -> ended());
    }

    @Override
    MemoryBudget budget() {
        return visitors.budget();
    }

    // ---- from the visitor

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx, int id, Http2Headers headers, int padding, boolean end)
            throws Http2Exception {
        H2Stream known = streams.get(id);
        try {
            if (known == null) {
                open(id, headers, end);
            } else {
                known.trailers(headers, end);
            }
        } catch (RequestText.MalformedException malformed) {
            throw malformed(id, "request", malformed);
        }
    }

    private void open(int id, Http2Headers headers, boolean end)
            throws RequestText.MalformedException {
        RequestText request = RequestText.of(alloc(), headers, end, random);
        int window = request.framing() == RequestText.Framing.NONE ? 0 : StreamWindow.FIRST;
        if (!budget().tryAcquire(H2Stream.BYTES + window)) {
            request.head().release();
            visitors.refused("memory");
            reset(id, Http2Error.REFUSED_STREAM);
            return;
        }
        H2Stream stream =
                new H2Stream(
                        id,
                        this,
                        request.framing(),
                        sink ->
                                new AnswerFrames(
                                        sink, request.toHead(), visitors.headLimits(), budget()));
        streams.put(id, stream);
        stream.inbox().head(request.head());
        String authority = String.valueOf(headers.authority());
        StreamChannel used = takeIdle(authority);
        if (used == null) {
            serve(stream, authority);
        } else {
            stream.bind(used);
            used.attach(stream);
        }
    }

    /** Gives {@code stream} a channel of its own; the one that it was to use may have closed. */
    void serve(H2Stream stream, String authority) {
        if (streams.get(stream.id()) != stream) {
            return;
        }
        StreamChannel channel = new StreamChannel(this, peer, authority, stream);
        stream.bind(channel);
        context().channel().eventLoop().register(channel);
        ChargedReads reads = ChargedReads.install(channel, budget());
        channel.pipeline().addLast("file-chunks", new FileChunks());
        visitors.serve(channel, reads, peer, transport);
    }

    // ---- channels between two streams

    /** {@code channel} has served its stream. */
    void idle(StreamChannel channel) {
        boolean keep = context().channel().isActive() && budget().tryAcquire(H2Stream.BYTES);
        if (!keep) {
            channel.close();
            return;
        }
        idle.addFirst(channel);
        if (!channel.isOpen()) {
            noLongerIdle(channel);
        } else if (idle.size() > MOST_IDLE) {
            idle.getLast().close();
        }
    }

    /** {@code channel} serves a stream again, or has closed. */
    void noLongerIdle(StreamChannel channel) {
        if (idle.remove(channel)) {
            budget().release(H2Stream.BYTES);
        }
    }

    /** The channel of that host that was used last. */
    private @Nullable StreamChannel takeIdle(String authority) {
        for (StreamChannel channel : idle) {
            if (channel.isOpen() && channel.authority().equals(authority)) {
                noLongerIdle(channel);
                return channel;
            }
        }
        return null;
    }

    private void ended() {
        timer.cancel(false);
        List.copyOf(idle).forEach(StreamChannel::close);
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean end)
            throws Http2Exception {
        H2Stream stream = streams.get(id);
        if (stream == null) {
            return data.readableBytes() + padding;
        }
        try {
            return stream.data(data, padding, end);
        } catch (RequestText.MalformedException malformed) {
            throw malformed(id, "request", malformed);
        }
    }

    @Override
    public void onStreamClosed(Http2Stream closed) {
        H2Stream stream = streams.remove(closed.id());
        if (stream != null) {
            stream.gone();
        }
        if (streams.isEmpty()) {
            idleSince = System.nanoTime();
        }
    }

    // ---- to the visitor

    void writeHead(H2Stream stream, Http2Headers headers, boolean end) {
        codec().encoder()
                .writeHeaders(context(), stream.id(), headers, 0, end, context().newPromise())
                .addListener(written -> {
                    if (end && written.isSuccess()) {
                        stream.answered();
                    }
                });
        flushSoon();
    }

    void writeData(H2Stream stream, ByteBuf bytes, boolean end) {
        int length = bytes.readableBytes();
        codec().encoder()
                .writeData(context(), stream.id(), bytes, 0, end, context().newPromise())
                .addListener(written -> {
                    stream.credit(length);
                    stream.moved();
                    if (end && written.isSuccess()) {
                        stream.answered();
                    }
                });
        flushSoon();
    }

    void reset(int id, Http2Error error) {
        resetNow(id, error);
    }

    // ---- idleness

    /** One timer at a time, as long as the connection lives. */
    private ScheduledFuture<?> watch(long nanos) {
        return context().channel().eventLoop().schedule(this::look, nanos, TimeUnit.NANOSECONDS);
    }

    private void look() {
        if (!context().channel().isActive()) {
            return;
        }
        if (!streams.isEmpty()) {
            long patience = visitors.idleNanos();
            for (H2Stream stream : List.copyOf(streams.values())) {
                if (stream.isStuck(patience)) {
                    reset(stream.id(), Http2Error.CANCEL);
                }
            }
            timer = watch(visitors.keepAliveNanos());
            return;
        }
        long left = visitors.keepAliveNanos() - (System.nanoTime() - idleSince);
        if (left > 0) {
            timer = watch(left);
        } else {
            context().channel().close();
        }
    }
}
