package dev.warren.tunnels.net;

import dev.warren.edge.http.BackendHttp2.Connection;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP/2 connections to one tunnel's server: as few as its requests need, one opened at a time.
 * Confined to the event loop of the tunnel's SSH connection; bounded by the tunnel's limit on
 * streams.
 */
final class Http2Pool {

    private final EventLoop loop;
    private final List<Connection> connections = new ArrayList<>(1);
    private @Nullable Future<Connection> opening;

    Http2Pool(EventLoop loop) {
        this.loop = loop;
    }

    /**
     * Opens a channel for one request, on a connection that stands or on a new one; called on the
     * loop.
     *
     * @param connect opens another connection
     */
    Future<Channel> open(Supplier<Future<Connection>> connect) {
        connections.removeIf(Connection::isOver);
        for (Connection connection : connections) {
            if (connection.hasRoom()) {
                return connection.open();
            }
        }
        Promise<Channel> promise = loop.newPromise();
        Future<Connection> awaited = opening;
        if (awaited == null) {
            awaited = connect.get();
            opening = awaited;
            awaited.addListener((Future<Connection> done) -> greeted(done));
        }
        awaited.addListener((Future<Connection> done) -> use(done, promise, connect));
        return promise;
    }

    /** From now on every connection ends behind its last request. */
    void finish() {
        connections.forEach(Connection::finish);
    }

    /** The first of the listeners: whoever waited finds the connection among the others. */
    private void greeted(Future<Connection> done) {
        opening = null;
        if (done.isSuccess()) {
            connections.add(done.getNow());
        }
    }

    private void use(
            Future<Connection> done, Promise<Channel> promise, Supplier<Future<Connection>> next) {
        if (!done.isSuccess()) {
            promise.tryFailure(done.cause());
        } else if (done.getNow().hasRoom()) {
            done.getNow()
                    .open()
                    .addListener((Future<Channel> opened) -> BackendStreams.pass(opened, promise));
        } else {
            // more have waited than it has room for
            open(next)
                    .addListener((Future<Channel> opened) -> BackendStreams.pass(opened, promise));
        }
    }
}
