package dev.warren.tunnels.net;

import dev.warren.edge.net.EventLoops;
import dev.warren.edge.net.ProxyProtocol;
import dev.warren.tunnels.live.Exposures.Exposure;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * A TCP port that is open for one tunnel. Visitors' sockets live on the loop of the SSH connection,
 * so that their bytes never change threads.
 */
final class TcpListener implements Exposure {

    private static final int PATIENCE_SECONDS = 10;
    private static final int NEXT_TURN_MILLIS = 2;

    private final Channel server;

    private TcpListener(Channel server) {
        this.server = server;
    }

    /**
     * Opens {@code address}. Blocks until the port is open or cannot be.
     *
     * @throws IOException when it cannot
     */
    static TcpListener open(
            EventLoops loops, InetSocketAddress address, TcpVisitors visitors, ProxyProtocol front)
            throws IOException {
        ChannelFuture bound =
                loops.listening(visitors.loop())
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(ChannelOption.AUTO_READ, false)
                        .childHandler(visitors.behind(front))
                        .bind(address);
        if (!bound.awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            bound.cancel(false);
            bound.channel().close();
            throw new IOException("port %d did not open in time".formatted(address.getPort()));
        }
        if (!bound.isSuccess()) {
            throw new IOException(
                    "port %d: not opened".formatted(address.getPort()), bound.cause());
        }
        return new TcpListener(bound.channel());
    }

    /** Closes the port, and waits for it so that it can be opened again at once. */
    @Override
    public void close() {
        server.close().awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (server instanceof NioServerSocketChannel) {
            // the JDK keeps the port until the selector has dropped its key, which is its next turn
            server.eventLoop()
                    .schedule(() -> {}, NEXT_TURN_MILLIS, TimeUnit.MILLISECONDS)
                    .awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
