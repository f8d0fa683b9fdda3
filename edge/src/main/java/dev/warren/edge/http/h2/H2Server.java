package dev.warren.edge.http.h2;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.proxy.Transport;
import dev.warren.edge.http.proxy.Visitors;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.net.InetSocketAddress;

/** Serves visitors that speak HTTP/2. Thread-safe. */
public final class H2Server {

    /** What a connection's tables and a frame that has come in part take, about. */
    private static final int BYTES = 32 * 1024;

    private final Visitors visitors;

    public H2Server(Visitors visitors) {
        this.visitors = visitors;
    }

    /**
     * Serves {@code channel}, which is active and runs with auto-read off, from its last handler
     * on; on its event loop.
     */
    public void serve(Channel channel, InetSocketAddress peer, Transport transport) {
        MemoryBudget budget = visitors.budget();
        if (!budget.tryAcquire(BYTES)) {
            visitors.refused("memory");
            channel.close();
            return;
        }
        channel.closeFuture().addListener(closed -> budget.release(BYTES));
        H2Codec codec = H2Codec.create(visitors.headLimits().bytes());
        channel.pipeline().addLast("h2", codec);
        ChannelHandlerContext context = channel.pipeline().context(codec);
        H2Connection connection = new H2Connection(visitors, peer, transport, codec, context);
        codec.decoder().frameListener(connection);
        codec.connection().addListener(connection);
        codec.flush(context);
        channel.read();
    }
}
