package dev.warren.edge.http.proxy;

import dev.warren.core.StartRefusedException;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.HttpProperties;
import dev.warren.edge.http.file.FileRoots;
import dev.warren.edge.http.file.FileSender;
import dev.warren.edge.net.EventLoops;
import dev.warren.edge.net.FrontDoor;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
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
    private static final int BACKLOG = 1024;
    private static final int BIND_SECONDS = 10;
    private static final int CLOSE_SECONDS = 2;
    private static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    private final HttpProperties settings;
    private final EventLoops loops;
    private final ProxyContext context;
    private final VisitorInitializer initializer;

    /** Bounded by the gate's limit on connections. */
    private final ChannelGroup visitors = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    private volatile @Nullable Channel listener;

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
                        new FileSender(around.files()));
        this.initializer =
                new VisitorInitializer(
                        context,
                        new ConnectionGate(
                                settings.limits().connections(),
                                settings.limits().connectionsPerAddress(),
                                budget),
                        TrustedProxies.parse(settings.trustedProxies()),
                        around.random(),
                        visitors);
    }

    /**
     * What the door is given by others.
     *
     * @param random makes request ids, which guard nothing
     * @param files where the files lie that answers may name
     */
    public record Surroundings(
            RouteTable routes, MeterRegistry meters, RandomGenerator random, FileRoots files) {}

    @Override
    public String name() {
        return "http";
    }

    @Override
    public Optional<InetSocketAddress> address() {
        Channel now = listener;
        return now != null && now.isActive()
                ? Optional.of((InetSocketAddress) now.localAddress())
                : Optional.empty();
    }

    @Override
    public void start() {
        InetSocketAddress wanted =
                settings.address().isEmpty()
                        ? new InetSocketAddress(settings.port())
                        : new InetSocketAddress(settings.address(), settings.port());
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(loops.acceptors(), loops.workers())
                        .channel(loops.serverChannel())
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                        .childHandler(initializer)
                        .bind(wanted);
        if (!bound.awaitUninterruptibly(BIND_SECONDS, TimeUnit.SECONDS) || !bound.isSuccess()) {
            throw new StartRefusedException(
                    "warren.http.port: %d (expected: a port that is free and allowed on %s: %s)"
                            .formatted(
                                    settings.port(),
                                    wanted.getHostString(),
                                    bound.cause() == null
                                            ? "no answer"
                                            : bound.cause().getMessage()));
        }
        listener = bound.channel();
        LOG.info(
                "http listening address={} transport={}",
                bound.channel().localAddress(),
                loops.transport());
    }

    @Override
    public void stop() {
        Channel now = listener;
        listener = null;
        if (now == null) {
            return;
        }
        now.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        context.drain();
        Future<Void> gone = visitors.newCloseFuture();
        if (!gone.awaitUninterruptibly(settings.drain().toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.info("http closes what did not end in time connections={}", visitors.size());
            visitors.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        }
        context.stop();
    }

    @Override
    public boolean isRunning() {
        return listener != null;
    }
}
