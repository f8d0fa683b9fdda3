package dev.warren.edge.ssh.transport;

import dev.warren.edge.net.ProxyProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.io.AbstractIoWriteFuture;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.jspecify.annotations.Nullable;

/**
 * One SSH connection's socket. Hands what it reads to MINA without gathering it, and flushes once a
 * turn of the event loop, or sooner when many packets wait: then the client begins meanwhile.
 *
 * <p>Writing is safe from any thread, provided that calls come in packet order, which MINA's lock
 * on encoding sees to. Streams and {@link #afterRead} belong to the event loop.
 */
public final class NettyIoSession extends AbstractCloseable implements IoSession {

    /** So many packets wait at most: fewer cost more system calls, more let the client idle. */
    private static final int MOST_UNFLUSHED = 32;

    private final NettyIoAcceptor acceptor;
    private final SocketChannel socket;
    private final long id;
    private final @Nullable SocketAddress remote;
    private final IoHandler handler;
    private final Farewell farewell;
    private final Map<Object, Object> attributes = new HashMap<>(4);

    /**
     * Writes from other threads that the loop has not taken yet; while there are any, all queue.
     */
    private final AtomicInteger foreignWrites = new AtomicInteger();

    private final Queue<Runnable> afterRead = new ArrayDeque<>();
    private final Queue<Runnable> whenWritable = new ArrayDeque<>();
    private boolean reading;
    private boolean flushQueued;
    private int unflushed;

    NettyIoSession(NettyIoAcceptor acceptor, SocketChannel socket, long id, IoHandler handler) {
        this.acceptor = acceptor;
        this.socket = socket;
        this.id = id;
        this.remote = ProxyProtocol.client(socket);
        this.handler = handler;
        this.farewell = new Farewell(socket);
    }

    /** The loop that reads and writes the socket. */
    public EventLoop eventLoop() {
        return socket.eventLoop();
    }

    /** Runs {@code task} when the packets of the current read are handled; on the event loop. */
    public void afterRead(Runnable task) {
        if (reading) {
            afterRead.add(task);
        } else {
            eventLoop().execute(task);
        }
    }

    /** Whether the socket keeps up, so that streams may write; on the event loop. */
    public boolean isWritable() {
        return socket.isWritable();
    }

    /** Runs {@code task} once, when the socket keeps up again or is gone; on the event loop. */
    public void whenWritable(Runnable task) {
        whenWritable.add(task);
    }

    @Override
    public IoWriteFuture writeBuffer(Buffer buffer) {
        Written written = new Written(id);
        // copied here and now: the caller uses its array again
        int length = buffer.available();
        ByteBuf bytes = socket.alloc().directBuffer(length, length);
        bytes.writeBytes(buffer.array(), buffer.rpos(), length);
        if (eventLoop().inEventLoop() && foreignWrites.get() == 0) {
            socket.write(bytes).addListener(written);
            flushSoon();
        } else {
            foreignWrites.incrementAndGet();
            eventLoop()
                    .execute(() -> {
                        foreignWrites.decrementAndGet();
                        socket.write(bytes).addListener(written);
                        flushSoon();
                    });
        }
        return written;
    }

    private void flushSoon() {
        unflushed++;
        if (unflushed == MOST_UNFLUSHED) {
            flush();
        } else if (!flushQueued) {
            flushQueued = true;
            if (!reading) {
                eventLoop().execute(this::flush);
            }
        }
    }

    private void flush() {
        flushQueued = false;
        unflushed = 0;
        socket.flush();
    }

    @Override
    public long getId() {
        return id;
    }

    @Override
    public @Nullable Object getAttribute(Object key) {
        synchronized (attributes) {
            return attributes.get(key);
        }
    }

    @Override
    public @Nullable Object setAttribute(Object key, Object value) {
        synchronized (attributes) {
            return attributes.put(key, value);
        }
    }

    @Override
    public @Nullable Object setAttributeIfAbsent(Object key, Object value) {
        synchronized (attributes) {
            return attributes.putIfAbsent(key, value);
        }
    }

    @Override
    public @Nullable Object removeAttribute(Object key) {
        synchronized (attributes) {
            return attributes.remove(key);
        }
    }

    @Override
    public @Nullable SocketAddress getRemoteAddress() {
        return remote;
    }

    @Override
    public SocketAddress getLocalAddress() {
        return socket.localAddress();
    }

    @Override
    public SocketAddress getAcceptanceAddress() {
        return socket.localAddress();
    }

    @Override
    public IoService getService() {
        return acceptor;
    }

    @Override
    public void shutdownOutputStream() {
        socket.shutdownOutput();
    }

    @Override
    public void suspendRead() {
        socket.config().setAutoRead(false);
    }

    @Override
    public void resumeRead() {
        socket.config().setAutoRead(true);
    }

    @Override
    protected CloseFuture doCloseGracefully() {
        farewell.say();
        closeFuture.setClosed();
        return closeFuture;
    }

    @Override
    protected void doCloseImmediately() {
        farewell.say();
        super.doCloseImmediately();
    }

    /** The pipeline's end of the connection. */
    final class Inbound extends ChannelInboundHandlerAdapter {

        @Override
        public void channelActive(ChannelHandlerContext ctx) throws Exception {
            acceptor.opened(NettyIoSession.this);
            handler.sessionCreated(NettyIoSession.this);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) throws Exception {
            acceptor.closed(NettyIoSession.this);
            runAll(whenWritable);
            handler.sessionClosed(NettyIoSession.this);
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
            ByteBuf bytes = (ByteBuf) message;
            if (farewell.isSaid()) {
                bytes.release();
                return;
            }
            reading = true;
            try {
                handler.messageReceived(NettyIoSession.this, new Received(bytes));
            } finally {
                bytes.release();
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            for (Runnable task = afterRead.poll(); task != null; task = afterRead.poll()) {
                task.run();
            }
            reading = false;
            if (flushQueued) {
                flush();
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            if (socket.isWritable()) {
                runAll(whenWritable);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
            handler.exceptionCaught(NettyIoSession.this, cause);
        }
    }

    /** Runs what is queued now; what these tasks queue waits for the next time. */
    private static void runAll(Queue<Runnable> tasks) {
        for (int left = tasks.size(); left > 0; left--) {
            tasks.remove().run();
        }
    }

    private record Received(ByteBuf bytes) implements Readable {

        @Override
        public int available() {
            return bytes.readableBytes();
        }

        @Override
        public void getRawBytes(byte[] target, int offset, int length) {
            bytes.readBytes(target, offset, length);
        }
    }

    /** The future of a packet that left the caller's array. */
    static final class Written extends AbstractIoWriteFuture implements ChannelFutureListener {

        Written(Object id) {
            super(id, null);
        }

        @Override
        public void operationComplete(ChannelFuture done) {
            setValue(done.isSuccess() ? Boolean.TRUE : done.cause());
        }
    }
}
