package dev.warren.edge.http.proxy;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.HttpProperties;
import dev.warren.edge.http.HttpsProperties;
import dev.warren.edge.http.file.FileSender;
import dev.warren.edge.net.EventLoops;
import dev.warren.edge.net.FrontDoor;
import dev.warren.edge.net.Listener;
import dev.warren.edge.net.NetProperties.Door;
import dev.warren.edge.net.Networks;
import dev.warren.edge.net.ProxyProtocol;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The HTTP front door: listens once everything else runs, and on a stop takes no new connection,
 * lets requests in flight finish, and closes what is left when their time is over.
 */
public final class HttpDoor implements SmartLifecycle, FrontDoor {

    private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);
    private static final int CLOSE_SECONDS = 2;

    private final HttpProperties settings;
    private final EventLoops loops;
    private final ProxyContext context;
    private final Visitors entrance;

    /** Bounded by the gate's limit on connections. */
    private final ChannelGroup visitors = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    private volatile @Nullable Listener listener;

    public HttpDoor(
            HttpProperties settings, EventLoops loops, MemoryBudget budget, Surroundings around) {
        this.settings = settings;
        this.loops = loops;
        this.context =
                new ProxyContext(
                        settings,
                        around.routes(),
                        budget,
                        new HttpMetrics(around.meters()),
                        around.files(),
                        new SchemeRules(around.https()),
                        around.pages());
        this.entrance =
                new Visitors(
                        context,
                        new ConnectionGate(
                                settings.limits().connections(),
                                settings.limits().connectionsPerAddress(),
                                budget),
                        new Visitors.Proxies(
                                Networks.parse(
                                        "warren.http.trusted-proxies", settings.trustedProxies()),
                                around.front()),
                        around.random(),
                        visitors);
    }

    /**
     * What the door is given by others.
     *
     * @param random makes request ids, which guard nothing
     * @param https what requests are told of the HTTPS door
     * @param files opens what answers may name
     * @param front who stands in front of the doors
     * @param pages the administrator's own words
     */
    public record Surroundings(
            RouteTable routes,
            MeterRegistry meters,
            RandomGenerator random,
            FileSender files,
            HttpsProperties https,
            ProxyProtocol front,
            ErrorPages pages) {}

    /** Where other listeners bring their visitors; they stop listening before this door does. */
    public Visitors visitors() {
        return entrance;
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    public Optional<InetSocketAddress> address() {
        return Listener.address(listener);
    }

    @Override
    public void start() {
        Listener bound =
                Listener.open(
                        loops,
                        settings.address(),
                        settings.port(),
                        "warren.http.port",
                        entrance.behind(Door.HTTP, new VisitorInitializer(entrance)));
        listener = bound;
        LOG.info("http listening address={} transport={}", bound.address(), loops.transport());
    }

    @Override
    public void stop() {
        Listener now = listener;
        listener = null;
        if (now == null) {
            return;
        }
        now.close();
        entrance.drain();
        Future<Void> gone = visitors.newCloseFuture();
        if (!gone.awaitUninterruptibly(settings.drain().toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.info("http closes what did not end in time connections={}", visitors.size());
            visitors.forEach(Farewell::cut);
            gone.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        }
        context.stop();
    }

    @Override
    public boolean isRunning() {
        return listener != null;
    }
}
