package dev.warren.tunnels.net;

import dev.warren.edge.http.BackendHttp2;
import dev.warren.edge.http.BackendTls;
import dev.warren.edge.http.HttpRoutes;
import dev.warren.edge.http.TlsRoutes;
import dev.warren.edge.net.EventLoops;
import dev.warren.edge.net.ProxyProtocol;
import dev.warren.tunnels.groups.Groups;
import dev.warren.tunnels.live.Exposures;
import dev.warren.tunnels.live.Onlookers;
import dev.warren.tunnels.live.Tunnel;
import dev.warren.tunnels.live.TunnelAddress;
import dev.warren.tunnels.naming.BoundPath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Makes tunnels reachable through the HTTP and HTTPS doors and through TCP ports. */
public final class TunnelExposures implements Exposures {

    private final Doors doors;
    private final Groups groups;
    private final EventLoops loops;
    private final InetAddress tcpAddress;
    private final Onlookers onlookers;
    private final InstantSource clock;

    /**
     * What the doors give.
     *
     * @param routes told whose requests are for us
     * @param passed told whose TLS is passed on
     * @param tls speaks TLS to servers that want it
     * @param http2 speaks HTTP/2 to servers that want it
     * @param front tells whom the connections to TCP ports are for
     */
    public record Doors(
            HttpRoutes routes,
            TlsRoutes passed,
            BackendTls tls,
            BackendHttp2 http2,
            ProxyProtocol front) {

        BackendStreams.Languages languages() {
            return new BackendStreams.Languages(tls, http2);
        }
    }

    /**
     * @param tcpAddress where TCP ports are opened
     * @param onlookers who looks on at requests
     */
    public TunnelExposures(
            Doors doors,
            EventLoops loops,
            InetAddress tcpAddress,
            Onlookers onlookers,
            InstantSource clock) {
        this.doors = doors;
        this.groups = new Groups(doors.routes, clock, new SecureRandom());
        this.loops = loops;
        this.tcpAddress = tcpAddress;
        this.onlookers = onlookers;
        this.clock = clock;
    }

    @Override
    public Exposure expose(Tunnel tunnel) throws IOException {
        return switch (tunnel.address()) {
            case TunnelAddress.Web web -> {
                String host = web.host();
                BoundPath path = web.path();
                var target =
                        new WebTarget(
                                tunnel,
                                new BackendStreams(tunnel, doors.languages()),
                                path,
                                onlookers,
                                clock);
                tunnel.servedBy(target);
                if (tunnel.group().isPresent()) {
                    yield groups.join(tunnel, web, tunnel.group().get(), target);
                }
                doors.routes.put(host, path.value(), target);
                yield () -> doors.routes.remove(host, path.value(), target);
            }
            case TunnelAddress.Tls(String label, String host) -> {
                var target = new PassedOn(tunnel, clock);
                doors.passed.put(host, target);
                yield () -> doors.passed.remove(host, target);
            }
            case TunnelAddress.Port(int port) ->
                    TcpListener.open(
                            loops,
                            new InetSocketAddress(tcpAddress, port),
                            new TcpVisitors(tunnel, clock),
                            doors.front);
            // whoever asks for it finds it in the registry
            case TunnelAddress.Alias alias -> () -> {};
        };
    }
}
