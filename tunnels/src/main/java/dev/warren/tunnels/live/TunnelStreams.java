package dev.warren.tunnels.live;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.edge.ssh.SshConnection;
import dev.warren.edge.ssh.StreamRefusedException;
import dev.warren.edge.ssh.StreamRefusedException.Reason;
import dev.warren.tunnels.policy.AccountGate;
import dev.warren.tunnels.policy.StreamPolicy;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The streams of one tunnel to its client: at most so many at a time, all counted. Thread-safe;
 * nothing blocks.
 */
public final class TunnelStreams implements AccountGate.Streams {

    /**
     * What streams are opened with.
     *
     * @param request the forward as the client asked for it
     * @param boundPort the port the client believes it bound
     * @param budget what their bytes are charged to
     * @param gate counts them among the owner's
     */
    record Route(
            SshConnection connection,
            ForwardRequest request,
            int boundPort,
            MemoryBudget budget,
            AccountGate gate) {}

    private final Route route;
    private final int most;
    private final TunnelMetrics metrics;
    private final TunnelMetrics.KindMeters totals;
    private final Figures figures;
    private final StreamMeter meter;

    /** Open and opening. */
    private final AtomicInteger taken = new AtomicInteger();

    private final Set<Channel> open = ConcurrentHashMap.newKeySet(1);

    /**
     * @param most how many may be open at a time
     * @param figures what is counted under the tunnel's name
     */
    TunnelStreams(
            Route route,
            int most,
            TunnelMetrics metrics,
            TunnelMetrics.KindMeters totals,
            Figures figures) {
        this.route = route;
        this.figures = figures;
        this.most = most;
        this.metrics = metrics;
        this.totals = totals;
        this.meter = new StreamMeter(totals, figures);
        route.gate.watch(this);
    }

    @Override
    public Collection<Channel> streams() {
        return open;
    }

    /**
     * Takes one visit of what the owner's tunnels may have together; else says how long to wait.
     */
    Duration take(Instant now) {
        Duration wait = route.gate.take(now);
        if (!wait.isZero()) {
            metrics.ownerRefused(TunnelMetrics.OwnerLimit.REQUESTS);
        }
        return wait;
    }

    /** A request of theirs was answered. */
    void answered(int status) {
        figures.request(status);
    }

    /** How many may be open. */
    int most(StreamPolicy policy) {
        return policy.most(most);
    }

    /** How many are open now. */
    public int count() {
        return open.size();
    }

    /** Bytes that visitors sent through all of them. */
    public long bytesFromVisitors() {
        return meter.fromVisitors();
    }

    /** Bytes that were sent to visitors through all of them. */
    public long bytesToVisitors() {
        return meter.toVisitors();
    }

    /**
     * Opens one for {@code visitor}; the result is told on the connection's event loop.
     *
     * @return fails with {@link StreamRefusedException}
     */
    Future<Channel> open(InetSocketAddress visitor, StreamPolicy policy) {
        int allowed = most(policy);
        boolean own = taken.incrementAndGet() <= allowed;
        if (!own || !route.gate.enter()) {
            taken.decrementAndGet();
            metrics.streamRefused(Reason.TOO_MANY_STREAMS);
            if (own) {
                metrics.ownerRefused(TunnelMetrics.OwnerLimit.STREAMS);
            }
            return route.connection
                    .eventLoop()
                    .newFailedFuture(
                            new StreamRefusedException(
                                    Reason.TOO_MANY_STREAMS,
                                    own
                                            ? "the owner's tunnels have as many streams as they may"
                                            : "%d streams are open (expected: no more)"
                                                    .formatted(allowed)));
        }
        totals.streams().incrementAndGet();
        Future<Channel> opening =
                route.connection.openForwarded(
                        route.request, route.boundPort, visitor, route.budget);
        // the first listener, so the meter is in place before anybody uses the stream
        return opening.addListener((Future<Channel> opened) -> answered(opened, visitor, policy));
    }

    /** Cuts all that are open. */
    void closeAll() {
        open.forEach(Channel::close);
    }

    private void answered(Future<Channel> opened, InetSocketAddress visitor, StreamPolicy policy) {
        if (!opened.isSuccess()) {
            free();
            if (opened.cause() instanceof StreamRefusedException refused) {
                metrics.streamRefused(refused.reason());
            }
            return;
        }
        Channel stream = opened.getNow();
        open.add(stream);
        totals.streamsOpened().increment();
        figures.stream();
        stream.closeFuture()
                .addListener(closed -> {
                    open.remove(stream);
                    free();
                });
        stream.pipeline().addLast("meter", meter);
        policy.prepare(stream, visitor, route.boundPort);
        route.gate.prepare(stream);
    }

    private void free() {
        taken.decrementAndGet();
        route.gate.leave();
        totals.streams().decrementAndGet();
    }
}
