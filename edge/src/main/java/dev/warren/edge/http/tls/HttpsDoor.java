package dev.warren.edge.http.tls;

import dev.warren.edge.http.HttpsProperties;
import dev.warren.edge.http.proxy.HttpDoor;
import dev.warren.edge.http.proxy.Visitors;
import dev.warren.edge.net.EventLoops;
import dev.warren.edge.net.FrontDoor;
import dev.warren.edge.net.Listener;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The HTTPS front door: TLS in front of the {@link HttpDoor}, which it depends on, so that it stops
 * to listen first; that door then lets the requests of both finish.
 */
public final class HttpsDoor implements SmartLifecycle, FrontDoor {

    private static final Logger LOG = LoggerFactory.getLogger(HttpsDoor.class);
    private static final int CLOSE_SECONDS = 2;

    private final HttpsProperties settings;
    private final EventLoops loops;
    private final Visitors visitors;
    private final CertificateStore certificates;
    private final TlsRouteTable routes;
    private volatile @Nullable Channel listener;

    HttpsDoor(
            HttpsProperties settings,
            EventLoops loops,
            Visitors visitors,
            CertificateStore certificates,
            TlsRouteTable routes) {
        this.routes = routes;
        this.settings = settings;
        this.loops = loops;
        this.visitors = visitors;
        this.certificates = certificates;
    }

    /**
     * A door with the certificates of one folder.
     *
     * @param hosts whom the certificate of last resort names, the platform's domain first
     */
    public static HttpsDoor create(
            HttpsProperties settings,
            EventLoops loops,
            HttpDoor door,
            TlsRouteTable routes,
            Path folder,
            List<String> hosts) {
        return new HttpsDoor(
                settings,
                loops,
                door.visitors(),
                new CertificateStore(folder, settings.reload(), hosts, InstantSource.system()),
                routes);
    }

    @Override
    public String name() {
        return "https";
    }

    @Override
    public Optional<InetSocketAddress> address() {
        Channel now = listener;
        return now != null && now.isActive()
                ? Optional.of((InetSocketAddress) now.localAddress())
                : Optional.empty();
    }

    @Override
    public OptionalInt publicPort() {
        Integer configured = settings.publicPort();
        OptionalInt own = FrontDoor.super.publicPort();
        return configured == null || own.isEmpty() ? own : OptionalInt.of(configured);
    }

    @Override
    public void start() {
        Integer port = settings.port();
        Channel bound =
                Listener.open(
                        loops,
                        settings.address(),
                        port == null ? 0 : port,
                        "warren.https.port",
                        new TlsSetup(settings, visitors, certificates, routes));
        listener = bound;
        certificates.start();
        visitors.securePort(publicPort().orElse(0));
        LOG.info("https listening address={}", bound.localAddress());
    }

    @Override
    public void stop() {
        Channel now = listener;
        listener = null;
        if (now != null) {
            visitors.securePort(0);
            now.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
            certificates.stop();
        }
    }

    @Override
    public boolean isRunning() {
        return listener != null;
    }
}
