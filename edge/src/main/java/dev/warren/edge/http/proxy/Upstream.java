package dev.warren.edge.http.proxy;

import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.HttpTarget;
import dev.warren.edge.http.StreamEnd;
import dev.warren.edge.http.codec.HeadReader;
import dev.warren.edge.http.codec.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import org.jspecify.annotations.Nullable;

/**
 * The stream to a target that one visitor's connection holds; requests follow one another on it.
 * Confined to the event loop that both share.
 */
final class Upstream extends ChannelInboundHandlerAdapter {

    private final HttpTarget target;
    private final Channel channel;
    private final Tap tap;
    private final VisitorConnection visitor;
    private final HeadReader heads;
    private @Nullable Exchange exchange;
    private boolean used;
    private boolean closed;

    Upstream(HttpTarget target, Channel channel, VisitorConnection visitor, HeadReader heads) {
        this.target = target;
        this.channel = channel;
        this.tap = new Tap(channel);
        this.visitor = visitor;
        this.heads = heads;
    }

    /** Takes the channel over; false when it has ended already. */
    boolean install() {
        // an answer may still be read when the backend takes no more of the request
        channel.config().setAutoClose(false);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        channel.pipeline().addLast("upstream", this);
        return channel.isActive();
    }

    Channel channel() {
        return channel;
    }

    HttpTarget target() {
        return target;
    }

    /** The next answer's head, once all of it has come. */
    @Nullable ResponseHead nextHead(ByteBuf in) throws HttpRefusal {
        byte[] bytes = heads.read(in);
        if (bytes == null) {
            return null;
        }
        ProxyContext context = visitor.context();
        // the array is garbage soon, and the copy that is written is bounded: a visitor gets one
        // answer at a time
        context.budget().release(bytes.length);
        return ResponseHead.parse(bytes, context.headLimits());
    }

    /** Reads no more while the visitor does not take what was written. */
    void slowDown() {
        if (!visitor.isWritable()) {
            visitor.flush();
            if (!visitor.isWritable()) {
                setReading(false);
            }
        }
    }

    /**
     * Whether a request before this one was answered on it, so that it may just have ended, or it
     * is known otherwise that nobody has looked at this one.
     */
    boolean wasUsed() {
        return used || StreamEnd.isUnheard(channel);
    }

    boolean isOpen() {
        return !closed && channel.isActive();
    }

    void attach(Exchange next) {
        exchange = next;
        setReading(true);
    }

    /** The exchange is over, and the stream is ready for another. */
    void detach() {
        exchange = null;
        used = true;
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    void write(ByteBuf bytes) {
        tap.write(bytes);
    }

    void flush() {
        tap.flush();
    }

    void setReading(boolean wanted) {
        tap.setReading(wanted);
    }

    /** Ends the stream; nothing is heard of it any more. */
    void close() {
        exchange = null;
        if (!closed) {
            closed = true;
            heads.close();
            channel.close();
        }
    }

    /** Leaves the channel to somebody else, with auto-read off. */
    void release() {
        exchange = null;
        closed = true;
        heads.close();
        setReading(false);
        channel.config().setAutoClose(true);
        channel.pipeline().remove(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        tap.readBegins();
        ByteBuf in = (ByteBuf) message;
        try {
            Exchange now = exchange;
            if (now == null) {
                // bytes that nobody asked for would be taken for the next answer
                ended();
            } else {
                now.answer(in);
            }
        } catch (HttpRefusal malformed) {
            Exchange now = exchange;
            if (now != null) {
                now.badAnswer(malformed);
            }
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        tap.readEnds();
        visitor.flush();
        if (!closed) {
            tap.readOn();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (channel.isWritable() && exchange != null) {
            visitor.pump();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            ended();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ended();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Exchange now = exchange;
        if (now == null) {
            ended();
        } else if (!closed) {
            now.upstreamFailed();
        }
    }

    private void ended() {
        Exchange now = exchange;
        close();
        visitor.forget(this);
        if (now != null) {
            now.upstreamEnded();
            visitor.flush();
        }
    }
}
