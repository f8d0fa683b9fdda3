package dev.warren.edge.http.proxy;

import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.HttpTarget;
import dev.warren.edge.http.codec.HeadReader;
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
    private final VisitorConnection visitor;
    private final HeadReader heads;
    private @Nullable Exchange exchange;
    private boolean used;
    private boolean reading;
    private boolean inReadLoop;
    private boolean unflushed;
    private boolean closed;

    Upstream(HttpTarget target, Channel channel, VisitorConnection visitor, HeadReader heads) {
        this.target = target;
        this.channel = channel;
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

    HeadReader heads() {
        return heads;
    }

    /** Whether a request before this one was answered on it, so that it may just have ended. */
    boolean wasUsed() {
        return used;
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
        unflushed = true;
        channel.write(bytes, channel.voidPromise());
    }

    void flush() {
        if (unflushed) {
            unflushed = false;
            channel.flush();
        }
    }

    void setReading(boolean wanted) {
        boolean starts = wanted && !reading;
        reading = wanted;
        if (starts && !inReadLoop) {
            channel.read();
        }
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
        inReadLoop = true;
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
        inReadLoop = false;
        visitor.flush();
        if (reading && !closed) {
            channel.read();
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
