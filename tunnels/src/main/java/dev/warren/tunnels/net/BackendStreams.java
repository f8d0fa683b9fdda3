package dev.warren.tunnels.net;

import dev.warren.edge.http.BackendTls;
import dev.warren.edge.http.HttpRequest;
import dev.warren.tunnels.live.Tunnel;
import dev.warren.tunnels.options.BackendEncryption;
import dev.warren.tunnels.options.BackendEncryption.Mode;
import dev.warren.tunnels.options.HostHeader;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;

/** Streams to a web tunnel's server, as that server wants to be spoken to. */
final class BackendStreams {

    private static final int HTTPS = 443;

    private final Tunnel tunnel;
    private final BackendTls tls;

    BackendStreams(Tunnel tunnel, BackendTls tls) {
        this.tunnel = tunnel;
        this.tls = tls;
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

    /** The host that the backend is asked for, where its owner said so, without a port. */
    private String host() {
        String said = tunnel.options().get(HostHeader.class).map(HostHeader::host).orElse("");
        int colon = said.indexOf(':');
        return colon < 0 ? said : said.substring(0, colon);
    }

    /** Opens one; the result is told on the SSH connection's event loop. */
    Future<Channel> open(HttpRequest request) {
        Mode mode = mode();
        Future<Channel> opening = tunnel.open(request.visitor());
        if (mode == Mode.OFF) {
            return opening;
        }
        String own = host();
        var server =
                new BackendTls.Server(own.isEmpty() ? request.host() : own, mode == Mode.VERIFY);
        Promise<Channel> promise = tunnel.connection().eventLoop().newPromise();
        opening.addListener((Future<Channel> opened) -> {
            if (opened.isSuccess()) {
                tls.secure(opened.getNow(), server, tunnel.budget())
                        .addListener((Future<Channel> secured) -> pass(secured, promise));
            } else {
                promise.tryFailure(opened.cause());
            }
        });
        return promise;
    }

    private static void pass(Future<Channel> secured, Promise<Channel> to) {
        if (!secured.isSuccess()) {
            to.tryFailure(secured.cause());
        } else if (!to.trySuccess(secured.getNow())) {
            secured.getNow().close();
        }
    }
}
