package dev.warren.edge.ssh.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * How a connection ends: what is written is sent, this direction ended, and what still comes read
 * past for a moment. A socket closed with unread bytes is reset, and the client would lose the
 * reason it was given.
 */
final class Farewell {

    private static final long LINGER_MILLIS = 1000;

    private final SocketChannel socket;
    private boolean said;

    Farewell(SocketChannel socket) {
        this.socket = socket;
    }

    /** Begins the end, once; from any thread. */
    void say() {
        EventLoop loop = socket.eventLoop();
        if (!loop.inEventLoop()) {
            try {
                loop.execute(this::say);
            } catch (RejectedExecutionException stopping) {
                socket.close();
            }
            return;
        }
        if (said) {
            return;
        }
        said = true;
        socket.config().setAutoRead(true);
        socket.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> socket.shutdownOutput());
        loop.schedule(() -> socket.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Whether what comes is of no interest any more; on the event loop. */
    boolean isSaid() {
        return said;
    }
}
