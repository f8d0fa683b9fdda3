package dev.warren.edge.http.tls;

import dev.warren.core.upkeep.Upkeep;
import dev.warren.edge.http.HttpsProperties;
import dev.warren.edge.http.proxy.HttpDoor;
import dev.warren.edge.http.proxy.Visitors;
import dev.warren.edge.net.EventLoops;
import dev.warren.edge.net.FrontDoor;
import dev.warren.edge.net.Listener;
import dev.warren.edge.net.NetProperties.Door;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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

    private final HttpsProperties settings;
    private final EventLoops loops;
    private final Visitors visitors;
    private final CertificateStore certificates;
    private final TlsRouteTable routes;
    private final Upkeep reload;
    private volatile @Nullable Listener listener;

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
        this.reload = new Upkeep("certificates", settings.reload(), 0, certificates::look);
    }

    /**
     * A door with the certificates of one folder and of {@code source}.
     *
     * @param hosts whom the certificate of last resort names, the platform's domain first
     */
    public static HttpsDoor create(
            HttpsProperties settings,
            EventLoops loops,
            HttpDoor door,
            TlsRouteTable routes,
            Path folder,
            List<String> hosts,
            CertificateSource source) {
        return new HttpsDoor(
                settings,
                loops,
                door.visitors(),
                new CertificateStore(folder, hosts, source, InstantSource.system()),
                routes);
    }

    @Override
    public String name() {
        return "https";
    }

    @Override
    public Optional<InetSocketAddress> address() {
        return Listener.address(listener);
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
        Listener bound =
                Listener.open(
                        loops,
                        settings.address(),
                        port == null ? 0 : port,
                        "warren.https.port",
                        visitors.behind(
                                Door.HTTPS,
                                new TlsSetup(settings, visitors, certificates, routes)));
        listener = bound;
        reload.start();
        visitors.securePort(publicPort().orElse(0));
        LOG.info("https listening address={}", bound.address());
    }

    @Override
    public void stop() {
        Listener now = listener;
        listener = null;
        if (now != null) {
            visitors.securePort(0);
            now.close();
            reload.stop();
        }
    }

    @Override
    public boolean isRunning() {
        return listener != null;
    }
}
