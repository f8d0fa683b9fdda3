package dev.warren.edge.ssh.transport;

import dev.warren.edge.net.EventLoops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.jspecify.annotations.Nullable;

/** Listens for SSH connections. Binding and unbinding block and belong to start and stop. */
final class NettyIoAcceptor extends AbstractCloseable implements IoAcceptor {

    private static final int BIND_SECONDS = 10;

    /** Encrypted bytes a connection may have waiting for its socket before its streams pause. */
    private static final WriteBufferWaterMark OUTPUT =
            new WriteBufferWaterMark(128 * 1024, 512 * 1024);

    /** Four reads a turn of at most 64 KiB, so that one bulk stream leaves the loop to others. */
    private static final int LARGEST_READ = 64 * 1024;

    private static final int READS_PER_TURN = 4;

    private final ServerBootstrap bootstrap;
    private final Map<Long, IoSession> sessions = new ConcurrentHashMap<>();
    private final Map<SocketAddress, Channel> bound = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private @Nullable IoServiceEventListener listener;

    NettyIoAcceptor(
            EventLoops loops,
            Function<ChannelInitializer<SocketChannel>, ChannelHandler> front,
            IoHandler handler) {
        bootstrap =
                loops.listening(loops.workers())
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, OUTPUT)
                        .childHandler(
                                front.apply(
                                        new ChannelInitializer<SocketChannel>() {
                                            @Override
                                            protected void initChannel(SocketChannel socket) {
                                                accept(socket, handler);
                                            }
                                        }));
    }

    private void accept(SocketChannel socket, IoHandler handler) {
        socket.config()
                .setRecvByteBufAllocator(
                        new AdaptiveRecvByteBufAllocator(512, 2048, LARGEST_READ)
                                .maxMessagesPerRead(READS_PER_TURN));
        socket.pipeline()
                .addLast(
                        new NettyIoSession(this, socket, ids.incrementAndGet(), handler)
                        .new Inbound());
        // whoever looked at the first bytes may have turned it off
        socket.config().setAutoRead(true);
    }

    void opened(NettyIoSession session) {
        sessions.put(session.getId(), session);
    }

    void closed(NettyIoSession session) {
        sessions.remove(session.getId());
    }

    @Override
    public void bind(Collection<? extends SocketAddress> addresses) throws IOException {
        for (SocketAddress address : addresses) {
            bind(address);
        }
    }

    @Override
    public void bind(SocketAddress address) throws IOException {
        var binding = bootstrap.bind(address);
        if (!binding.awaitUninterruptibly(BIND_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("%s: not bound after %d s".formatted(address, BIND_SECONDS));
        }
        if (!binding.isSuccess()) {
            throw new IOException(
                    "%s: %s".formatted(address, binding.cause().getMessage()), binding.cause());
        }
        bound.put(binding.channel().localAddress(), binding.channel());
    }

    @Override
    public void unbind(Collection<? extends SocketAddress> addresses) {
        addresses.forEach(this::unbind);
    }

    @Override
    public void unbind(SocketAddress address) {
        Channel server = bound.remove(address);
        if (server != null) {
            server.close();
        }
    }

    @Override
    public void unbind() {
        unbind(List.copyOf(bound.keySet()));
    }

    @Override
    public Set<SocketAddress> getBoundAddresses() {
        return Set.copyOf(bound.keySet());
    }

    @Override
    public Map<Long, IoSession> getManagedSessions() {
        return sessions;
    }

    @Override
    public @Nullable IoServiceEventListener getIoServiceEventListener() {
        return listener;
    }

    @Override
    public void setIoServiceEventListener(@Nullable IoServiceEventListener listener) {
        this.listener = listener;
    }

    @Override
    protected void doCloseImmediately() {
        unbind();
        super.doCloseImmediately();
    }
}
