package dev.warren.edge.http.proxy;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.testing.BudgetLeaks;
import dev.warren.edge.http.HttpProperties;
import dev.warren.edge.http.HttpTarget;
import dev.warren.edge.http.HttpsProperties;
import dev.warren.edge.http.file.FileRoots;
import dev.warren.edge.http.file.FileSender;
import dev.warren.edge.http.file.GrowingFiles;
import dev.warren.edge.http.tls.FakeSource;
import dev.warren.edge.http.tls.HttpsDoor;
import dev.warren.edge.http.tls.TlsRouteTable;
import dev.warren.edge.net.EventLoops;
import dev.warren.edge.net.NetProperties.ProxyProtocolSettings;
import dev.warren.edge.net.ProxyProtocol;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A front door on a free port, with two event loops and whatever settings a test wants. */
final class DoorFixture implements BeforeEachCallback, AfterEachCallback {

    private final Map<String, String> settings = new HashMap<>();
    private final List<Backend> backends = new ArrayList<>();
    private final BudgetLeaks leaks = new BudgetLeaks();
    private final LeakedBuffers buffers = new LeakedBuffers();
    private final RouteTable routes = new RouteTable();
    private final TlsRouteTable tlsRoutes = new TlsRouteTable(routes);
    private final FakeSource source = new FakeSource();
    private final List<Path> fileRoots = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MemoryBudget root = MemoryBudget.root("test", 256 << 20);
    private final MemoryBudget budget = root.child("http", 32 << 20);
    private final MemoryBudget traffic = root.child("traffic", 64 << 20);
    private final MultiThreadIoEventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(2, EpollIoHandler.newFactory());
    private @Nullable HttpDoor door;
    private @Nullable HttpsDoor secureDoor;
    private @Nullable Supplier<Path> certificates;

    DoorFixture() {
        settings.put("warren.http.port", "0");
        settings.put("warren.http.address", "127.0.0.1");
        settings.put("warren.http.drain", "1s");
    }

    DoorFixture with(String name, Object value) {
        settings.put("warren.http." + name, value.toString());
        return this;
    }

    /** With an HTTPS door, whose certificates lie in {@code folder}. */
    DoorFixture withHttps(Supplier<Path> folder) {
        settings.put("warren.https.port", "0");
        settings.put("warren.https.address", "127.0.0.1");
        settings.put("warren.https.reload", "100ms");
        certificates = folder;
        return this;
    }

    DoorFixture withHttps(String name, Object value) {
        settings.put("warren.https." + name, value.toString());
        return this;
    }

    private HttpsProperties https() {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("warren.https", HttpsProperties.class);
    }

    private HttpDoor create() {
        HttpProperties bound =
                new Binder(new MapConfigurationPropertySource(settings))
                        .bindOrCreate("warren.http", HttpProperties.class);
        return new HttpDoor(
                bound,
                eventLoops(),
                budget,
                new HttpDoor.Surroundings(
                        routes,
                        meters,
                        new SplittableRandom(7),
                        new FileSender(
                                new FileRoots(fileRoots),
                                new GrowingFiles(new SplittableRandom(7), InstantSource.system())),
                        https(),
                        front(),
                        new ErrorPages(bound.errorPages(), budget)));
    }

    private ProxyProtocol front() {
        return ProxyProtocol.of(
                new Binder(new MapConfigurationPropertySource(settings))
                        .bindOrCreate("warren.net.proxy-protocol", ProxyProtocolSettings.class),
                meters);
    }

    EventLoops eventLoops() {
        return EventLoops.epoll(loops, loops);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        leaks.watch(root);
        buffers.start();
        HttpDoor fresh = create();
        door = fresh;
        fresh.start();
        Supplier<Path> folder = certificates;
        if (folder != null) {
            HttpsDoor secure =
                    HttpsDoor.create(
                            https(),
                            eventLoops(),
                            fresh,
                            tlsRoutes,
                            folder.get(),
                            List.of("last.test"),
                            source);
            secureDoor = secure;
            secure.start();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (secureDoor != null) {
            secureDoor.stop();
        }
        door().stop();
        backends.forEach(Backend::close);
        leaks.afterEach(context);
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
        buffers.check();
    }

    DoorFixture withFiles(Path root) {
        fileRoots.add(root);
        return this;
    }

    HttpDoor door() {
        return Objects.requireNonNull(door);
    }

    InetSocketAddress address() {
        return door().address().orElseThrow();
    }

    int securePort() {
        return Objects.requireNonNull(secureDoor).address().orElseThrow().getPort();
    }

    TlsRouteTable tlsRoutes() {
        return tlsRoutes;
    }

    FakeSource source() {
        return source;
    }

    RouteTable routes() {
        return routes;
    }

    MemoryBudget budget() {
        return budget;
    }

    MemoryBudget traffic() {
        return traffic;
    }

    SimpleMeterRegistry meters() {
        return meters;
    }

    EventLoop loop() {
        return loops.next();
    }

    Wire visit() {
        return Wire.connect(address());
    }

    /** Routes {@code a.test} to a backend. */
    FakeTarget serve(Backend backend) {
        return serve("a.test", backend, false);
    }

    FakeTarget serve(String host, Backend backend, boolean pinned) {
        backends.add(backend);
        FakeTarget target =
                new FakeTarget(backend.address(), traffic, pinned ? loops.next() : null);
        routes.put(host, "/", target);
        return target;
    }

    void route(String host, HttpTarget target) {
        routes.put(host, "/", target);
    }
}
