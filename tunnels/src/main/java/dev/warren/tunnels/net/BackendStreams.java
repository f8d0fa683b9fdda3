package dev.warren.tunnels.net;

import dev.warren.edge.http.BackendHttp2;
import dev.warren.edge.http.BackendTls;
import dev.warren.edge.http.HttpRequest;
import dev.warren.edge.ssh.StreamRefusedException;
import dev.warren.edge.ssh.StreamRefusedException.Reason;
import dev.warren.tunnels.live.Tunnel;
import dev.warren.tunnels.options.BackendEncryption;
import dev.warren.tunnels.options.BackendEncryption.Mode;
import dev.warren.tunnels.options.BackendProtocol;
import dev.warren.tunnels.options.HostHeader;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;

/** Streams to a web tunnel's server, as that server wants to be spoken to. */
final class BackendStreams {

    private static final int HTTPS = 443;

    private final Tunnel tunnel;
    private final Languages languages;
    private final Http2Pool pool;

    /** Requests that share connections; confined to the SSH connection's event loop. */
    private int shared;

    /** What can be spoken besides plain HTTP/1.1. */
    record Languages(BackendTls tls, BackendHttp2 http2) {}

    BackendStreams(Tunnel tunnel, Languages languages) {
        this.tunnel = tunnel;
        this.languages = languages;
        this.pool = new Http2Pool(tunnel.connection().eventLoop());
    }

    /** Whether the host that a request is for matters for its stream already. */
    boolean isForOneHost() {
        return mode() != Mode.OFF && host().isEmpty();
    }

    private Mode mode() {
        Mode usual = tunnel.key().bindPort() == HTTPS ? Mode.INSECURE : Mode.OFF;
        return tunnel.options()
                .get(BackendEncryption.class)
                .map(BackendEncryption::mode)
                .orElse(usual);
    }

    private boolean isHttp2() {
        return tunnel.options()
                .get(BackendProtocol.class)
                .filter(BackendProtocol::http2)
                .isPresent();
    }

    /** The host that the backend is asked for, where its owner said so, without a port. */
    private String host() {
        String said = tunnel.options().get(HostHeader.class).map(HostHeader::host).orElse("");
        int colon = said.indexOf(':');
        return colon < 0 ? said : said.substring(0, colon);
    }

    /**
     * Opens one; the result is told on the SSH connection's event loop.
     *
     * @param alone whether what the stream begins with is true of this request only
     */
    Future<Channel> open(HttpRequest request, boolean alone) {
        // servers take WebSockets in HTTP/1.1 far more often than in HTTP/2
        if (!isHttp2() || request.wantsUpgrade()) {
            return stream(request);
        }
        EventLoop loop = tunnel.connection().eventLoop();
        if (loop.inEventLoop()) {
            return http2(request, alone);
        }
        Promise<Channel> promise = loop.newPromise();
        loop.execute(() ->
                http2(request, alone)
                        .addListener((Future<Channel> opened) -> pass(opened, promise)));
        return promise;
    }

    private Future<Channel> http2(HttpRequest request, boolean alone) {
        int most = tunnel.mostStreams();
        EventLoop loop = tunnel.connection().eventLoop();
        if (shared >= most) {
            return loop.newFailedFuture(
                    new StreamRefusedException(
                            Reason.TOO_MANY_STREAMS,
                            "%d requests are open (expected: no more)".formatted(most)));
        }
        shared++;
        Http2Pool connections = alone ? new Http2Pool(loop) : pool;
        Future<Channel> opening = connections.open(() -> greet(request));
        if (alone) {
            opening.addListener(opened -> connections.finish());
        }
        return opening.addListener((Future<Channel> opened) -> {
            if (opened.isSuccess()) {
                opened.getNow().closeFuture().addListener(closed -> shared--);
            } else {
                shared--;
            }
        });
    }

    private Future<BackendHttp2.Connection> greet(HttpRequest request) {
        Promise<BackendHttp2.Connection> promise = tunnel.connection().eventLoop().newPromise();
        stream(request)
                .addListener((Future<Channel> opened) -> {
                    if (!opened.isSuccess()) {
                        promise.tryFailure(opened.cause());
                        return;
                    }
                    languages
                            .http2
                            .greet(opened.getNow(), tunnel.budget())
                            .addListener((Future<BackendHttp2.Connection> greeted) ->
                                    pass(greeted, promise));
                });
        return promise;
    }

    /** Opens a stream of bytes, with TLS on it where that is wanted. */
    private Future<Channel> stream(HttpRequest request) {
        Mode mode = mode();
        InetSocketAddress visitor = request.visitor();
        Future<Channel> opening = tunnel.open(visitor);
        if (mode == Mode.OFF) {
            return opening;
        }
        String own = host();
        var server =
                new BackendTls.Server(
                        own.isEmpty() ? request.host() : own,
                        mode == Mode.VERIFY,
                        isHttp2() && !request.wantsUpgrade());
        Promise<Channel> promise = tunnel.connection().eventLoop().newPromise();
        opening.addListener((Future<Channel> opened) -> {
            if (opened.isSuccess()) {
                languages
                        .tls
                        .secure(opened.getNow(), server, tunnel.budget())
                        .addListener((Future<Channel> secured) -> pass(secured, promise));
            } else {
                promise.tryFailure(opened.cause());
            }
        });
        return promise;
    }

    /** Tells {@code to} what came of {@code done}; a channel that nobody wants is closed. */
    static <T> void pass(Future<T> done, Promise<T> to) {
        if (!done.isSuccess()) {
            to.tryFailure(done.cause());
        } else if (!to.trySuccess(done.getNow()) && done.getNow() instanceof Channel unwanted) {
            unwanted.close();
        }
    }
}
