package dev.warren.tunnels.health;

import dev.warren.edge.http.HttpTarget;
import dev.warren.tunnels.live.Health;
import dev.warren.tunnels.live.Tunnel;
import dev.warren.tunnels.live.TunnelAddress;
import dev.warren.tunnels.live.TunnelReport;
import dev.warren.tunnels.options.HealthCheck;
import dev.warren.tunnels.options.HostHeader;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Begins the checks whose time has come, so many at a time, and tells owners what has changed. Run
 * again and again by one thread; checks themselves run on the tunnels' event loops.
 */
final class HealthChecks {

    private final Collection<Tunnel> tunnels;
    private final TunnelReport report;
    private final int most;
    private final InstantSource clock;
    private final AtomicInteger running = new AtomicInteger();

    /**
     * @param tunnels all there are, a live view
     * @param most checks that may be running at a time
     */
    HealthChecks(Collection<Tunnel> tunnels, TunnelReport report, int most, InstantSource clock) {
        this.tunnels = tunnels;
        this.report = report;
        this.most = most;
        this.clock = clock;
    }

    /** How many are running. */
    int running() {
        return running.get();
    }

    /** Looks at all tunnels. */
    void look() {
        Instant now = clock.instant();
        for (Tunnel tunnel : tunnels) {
            Optional<HttpTarget> way = tunnel.way();
            Optional<HealthCheck> option = tunnel.options().get(HealthCheck.class);
            if (way.isEmpty() || option.isEmpty()) {
                tunnel.health().forget();
            } else if (running.get() < most
                    && tunnel.health().begins(now, option.get().interval())) {
                running.incrementAndGet();
                begin(tunnel, way.get(), option.get());
            }
            tunnel.health().takeNews().ifPresent(change -> report.health(tunnel, change));
        }
    }

    private void begin(Tunnel tunnel, HttpTarget way, HealthCheck option) {
        var request = new CheckRequest(host(tunnel), option.path());
        var check = new Check(request, option.timeout(), problem -> ended(tunnel, problem));
        var loop = tunnel.connection().eventLoop();
        loop.execute(() -> check.begin(way, loop));
    }

    private void ended(Tunnel tunnel, Optional<String> problem) {
        running.decrementAndGet();
        Health health = tunnel.health();
        health.ended(problem);
    }

    private static String host(Tunnel tunnel) {
        return tunnel.options()
                .get(HostHeader.class)
                .map(HostHeader::host)
                .orElseGet(() ->
                        tunnel.address() instanceof TunnelAddress.Web web
                                ? web.host()
                                : tunnel.address().name());
    }
}
