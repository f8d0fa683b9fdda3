package dev.warren.edge.http.tls;

import dev.warren.edge.http.TlsTarget;
import dev.warren.edge.http.proxy.Visitors;
import dev.warren.edge.net.ChargedReads;
import dev.warren.edge.net.LoopHopper;
import dev.warren.edge.net.ProxyProtocol;
import dev.warren.edge.net.Relay;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Passes a connection on unopened, beginning with the hello that told where to: holds what has come
 * while the stream opens, then leaves the rest to a relay. Confined to the connection's event loop,
 * which changes to the target's before the stream is asked for.
 */
final class PassThrough extends ChannelInboundHandlerAdapter {

    /** A fatal alert that this server cannot go on (RFC 8446, 6.2). */
    private static final byte[] INTERNAL_ERROR = {21, 3, 3, 0, 2, 2, 80};

    private final Visitors visitors;
    private final SocketChannel socket;
    private final ChargedReads reads;
    private final TlsTarget target;
    private @Nullable ByteBuf held;
    private boolean inputEnded;
    private long up;
    private long down;

    PassThrough(Visitors visitors, SocketChannel socket, ChargedReads reads, TlsTarget target) {
        this.visitors = visitors;
        this.socket = socket;
        this.reads = reads;
        this.target = target;
    }

    /** Begins, after what the loop is doing now. */
    void begin() {
        reads.chargeTo(target.budget());
        EventLoop here = socket.eventLoop();
        EventLoop wanted = target.eventLoop().orElse(here);
        here.execute(() -> LoopHopper.move(socket, wanted).addListener(moved -> connect(moved)));
    }

    private void connect(Future<?> moved) {
        InetSocketAddress client = ProxyProtocol.client(socket);
        if (!moved.isSuccess() || !socket.isActive() || client == null) {
            giveUp();
            return;
        }
        EventLoop loop = socket.eventLoop();
        target.connect(loop, client)
                .addListener((Future<Channel> opened) -> {
                    if (loop.inEventLoop()) {
                        opened(opened);
                    } else {
                        loop.execute(() -> opened(opened));
                    }
                });
    }

    private void opened(Future<Channel> opened) {
        if (!opened.isSuccess()) {
            visitors.refused("tls_target");
            giveUp();
            socket.writeAndFlush(Unpooled.wrappedBuffer(INTERNAL_ERROR))
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        Channel stream = opened.getNow();
        if (!socket.isActive() || !(stream instanceof DuplexChannel to)) {
            giveUp();
            stream.close();
            return;
        }
        if (stream.eventLoop() == socket.eventLoop()) {
            join(to);
        } else {
            LoopHopper.move(socket, stream.eventLoop())
                    .addListener(moved -> {
                        if (moved.isSuccess() && socket.isActive()) {
                            join(to);
                        } else {
                            giveUp();
                            stream.close();
                        }
                    });
        }
    }

    private void join(DuplexChannel stream) {
        ByteBuf hello = held;
        held = null;
        socket.pipeline().remove(this);
        socket.closeFuture().addListener(closed -> visitors.passed(up, down));
        if (hello != null) {
            up += hello.readableBytes();
            stream.writeAndFlush(hello, stream.voidPromise());
        }
        Relay.join(
                socket,
                stream,
                bytes -> up += bytes.readableBytes(),
                bytes -> down += bytes.readableBytes());
        if (inputEnded) {
            // the relay was not there when it was told
            socket.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }

    private void giveUp() {
        ByteBuf hello = held;
        held = null;
        if (hello != null) {
            hello.release();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf more = (ByteBuf) message;
        // no more is read than what has come with the hello
        held = held == null ? more : Unpooled.wrappedBuffer(held, more);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        // nothing more is read before the stream takes it
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        inputEnded |= event == ChannelInputShutdownEvent.INSTANCE;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        giveUp();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
