package dev.warren.edge.net;

import dev.warren.core.memory.MemoryBudget;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a proxy's header off the front of a new connection, then has the connection set up as if it
 * had just come. Confined to the channel's event loop.
 */
final class ProxyEntry extends ChannelInboundHandlerAdapter {

    private final BiConsumer<Channel, String> refused;
    private final Duration patience;
    private final MemoryBudget payer;
    private final ChannelHandler next;
    private final ProxyPreamble preamble = new ProxyPreamble();
    private final ExactReads reads = new ExactReads(preamble::wanted);
    private @Nullable RecvByteBufAllocator before;
    private @Nullable Future<?> timer;

    /** What was read too early. */
    private final List<ByteBuf> behind = new ArrayList<>(0);

    private boolean halfClosure;
    private boolean paid = true;

    /**
     * @param refused told of a connection that is closed, and why
     * @param payer has been charged for the longest header
     */
    ProxyEntry(
            BiConsumer<Channel, String> refused,
            Duration patience,
            MemoryBudget payer,
            ChannelHandler next) {
        this.refused = refused;
        this.patience = patience;
        this.payer = payer;
        this.next = next;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        Channel socket = ctx.channel();
        before = socket.config().getRecvByteBufAllocator();
        halfClosure =
                Boolean.TRUE.equals(socket.config().getOption(ChannelOption.ALLOW_HALF_CLOSURE));
        socket.config().setAutoRead(false);
        socket.config().setRecvByteBufAllocator(reads);
        // whoever has said all already is not cut off before it was heard
        socket.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        timer =
                ctx.executor()
                        .schedule(
                                () -> refuse(ctx, "timeout"),
                                patience.toNanos(),
                                TimeUnit.NANOSECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (timer != null) {
            timer.cancel(false);
        }
        if (!ctx.channel().isActive()) {
            behind.forEach(ByteBuf::release);
            behind.clear();
        }
        if (paid) {
            paid = false;
            payer.release(ProxyPreamble.LONGEST);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (preamble.isDone()) {
            keep(ctx, in);
            return;
        }
        try {
            preamble.take(in);
        } catch (ProxyPreamble.MalformedException malformed) {
            refuse(ctx, String.valueOf(malformed.getMessage()));
        } finally {
            in.release();
        }
    }

    /** A socket whose peer has ended is read to its end in one turn, asked or not. */
    private void keep(ChannelHandlerContext ctx, ByteBuf in) {
        if (payer.tryAcquire(in.capacity())) {
            behind.add(new TrackedBuf(in, in.capacity(), payer::release));
        } else {
            in.release();
            refuse(ctx, "memory");
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (preamble.isDone()) {
            enter(ctx.channel());
        } else {
            ctx.read();
        }
    }

    private void enter(Channel socket) {
        InetSocketAddress client = preamble.source();
        if (client != null) {
            ProxyProtocol.tell(socket, client);
        }
        if (before != null) {
            socket.config().setRecvByteBufAllocator(before);
        }
        socket.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, halfClosure);
        socket.pipeline().addLast(next);
        reads.handTo(socket.config().getRecvByteBufAllocator());
        socket.pipeline().remove(this);
        if (socket.isActive()) {
            socket.pipeline().fireChannelActive();
            if (!behind.isEmpty()) {
                behind.forEach(socket.pipeline()::fireChannelRead);
                behind.clear();
                socket.pipeline().fireChannelReadComplete();
            }
        }
    }

    private void refuse(ChannelHandlerContext ctx, String reason) {
        if (ctx.channel().isActive()) {
            refused.accept(ctx.channel(), reason);
        }
        ctx.close();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
