package dev.warren.edge.ssh.transport;

import dev.warren.edge.net.EventLoops;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import java.util.function.Function;
import org.apache.sshd.common.Factory;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.apache.sshd.common.util.threads.CloseableExecutorService;
import org.jspecify.annotations.Nullable;

/** Gives MINA acceptors on the event loops of the data plane. Connects nowhere: a server only. */
final class NettyIoServiceFactory extends AbstractCloseable
        implements IoServiceFactoryFactory, IoServiceFactory {

    private final EventLoops loops;
    private final Function<ChannelInitializer<SocketChannel>, ChannelHandler> front;
    private @Nullable IoServiceEventListener listener;

    NettyIoServiceFactory(
            EventLoops loops, Function<ChannelInitializer<SocketChannel>, ChannelHandler> front) {
        this.loops = loops;
        this.front = front;
    }

    @Override
    public IoServiceFactory create(FactoryManager manager) {
        return this;
    }

    @Override
    public void setExecutorServiceFactory(Factory<CloseableExecutorService> factory) {
        // everything runs on the event loops
    }

    @Override
    public IoAcceptor createAcceptor(IoHandler handler) {
        return new NettyIoAcceptor(loops, front, handler);
    }

    @Override
    public IoConnector createConnector(IoHandler handler) {
        throw new UnsupportedOperationException("outgoing SSH connections (expected: none)");
    }

    @Override
    public @Nullable IoServiceEventListener getIoServiceEventListener() {
        return listener;
    }

    @Override
    public void setIoServiceEventListener(@Nullable IoServiceEventListener listener) {
        this.listener = listener;
    }
}
