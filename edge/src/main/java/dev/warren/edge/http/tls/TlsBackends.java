package dev.warren.edge.http.tls;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import dev.warren.edge.http.BackendTls;
import dev.warren.edge.http.HttpRefusal;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * TLS by the JDK's engine on streams to backends, as visitors have it at the HTTPS door: charged
 * while it shakes hands and afterwards, and what it decrypted charged again.
 */
public final class TlsBackends implements BackendTls {

    /** Shorter than what a visitor is made to wait for a stream. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    /** Contexts for one protocol inside: with certificates that are verified, and any. */
    private record Contexts(SslContext verified, SslContext any) {}

    private final Contexts http1;
    private final Contexts http2;
    private final Duration patience;

    private TlsBackends(Contexts http1, Contexts http2, Duration patience) {
        this.http1 = http1;
        this.http2 = http2;
        this.patience = patience;
    }

    /**
     * Makes the contexts for both kinds of streams.
     *
     * @param authorities a PEM file of who may sign verified servers' certificates; without one,
     *     whom the JDK trusts
     * @throws SSLException when that file cannot be used
     */
    public static TlsBackends create(@Nullable Path authorities) throws SSLException {
        return create(authorities, HANDSHAKE);
    }

    static TlsBackends create(@Nullable Path authorities, Duration patience) throws SSLException {
        return new TlsBackends(
                contexts(authorities, ApplicationProtocolNames.HTTP_1_1),
                contexts(authorities, ApplicationProtocolNames.HTTP_2),
                patience);
    }

    private static Contexts contexts(@Nullable Path authorities, String protocol)
            throws SSLException {
        SslContextBuilder verifying = builder(protocol);
        if (authorities != null) {
            verifying.trustManager(readable(authorities));
        }
        return new Contexts(
                verifying.build(),
                builder(protocol)
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .endpointIdentificationAlgorithm(null)
                        .build());
    }

    private static SslContextBuilder builder(String protocol) {
        return SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .applicationProtocolConfig(
                        new ApplicationProtocolConfig(
                                ApplicationProtocolConfig.Protocol.ALPN,
                                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                                protocol));
    }

    private static File readable(Path file) throws SSLException {
        File found = file.toFile();
        if (!found.canRead()) {
            throw new SSLException("not a file that can be read");
        }
        return found;
    }

    @Override
    public Future<Channel> secure(Channel stream, Server server, MemoryBudget budget) {
        Promise<Channel> promise = stream.eventLoop().newPromise();
        if (!(stream instanceof DuplexChannel duplex)) {
            throw new IllegalArgumentException("stream: not duplex (expected: one that is)");
        }
        Optional<Reservation> engine = budget.tryReserve(TlsSetup.HANDSHAKE_BYTES);
        if (engine.isEmpty()) {
            stream.close();
            return promise.setFailure(busy());
        }
        Reservation held = engine.get();
        stream.closeFuture().addListener(closed -> held.close());
        SslHandler tls = handler(stream, server);
        stream.pipeline().addLast("backend-tls", tls).addLast(new PlainReads(() -> budget));
        tls.handshakeFuture()
                .addListener(done -> {
                    TlsChannel inside = new TlsChannel(duplex, tls);
                    if (!done.isSuccess()) {
                        promise.tryFailure(Handshakes.refusal(done.cause(), server));
                    } else if (server.http2() && !inside.speaksHttp2()) {
                        promise.tryFailure(Handshakes.noHttp2());
                    } else {
                        held.shrink(TlsSetup.HANDSHAKE_BYTES - TlsSetup.ENGINE_BYTES);
                        promise.trySuccess(inside);
                    }
                    if (promise.getNow() != inside) {
                        stream.close();
                    }
                });
        return promise;
    }

    private SslHandler handler(Channel stream, Server server) {
        Contexts contexts = server.http2() ? http2 : http1;
        SslContext context = server.verify() ? contexts.verified : contexts.any;
        SslHandler tls = context.newHandler(stream.alloc(), server.name(), -1);
        SSLParameters parameters = tls.engine().getSSLParameters();
        parameters.setServerNames(names(server.name()));
        tls.engine().setSSLParameters(parameters);
        tls.setHandshakeTimeoutMillis(patience.toMillis());
        tls.setCumulator(ScarceCumulator.INSTANCE);
        return tls;
    }

    /** What may be told of a name: addresses and what is no host name may not. */
    private static List<SNIServerName> names(String host) {
        if (NetUtil.isValidIpV4Address(host) || host.startsWith("[")) {
            return List.of();
        }
        try {
            return List.of(new SNIHostName(host));
        } catch (IllegalArgumentException noHostName) {
            return List.of();
        }
    }

    private static HttpRefusal busy() {
        return new HttpRefusal(
                503,
                "Busy",
                "the service behind this address has as many bytes on their way as it may");
    }
}
