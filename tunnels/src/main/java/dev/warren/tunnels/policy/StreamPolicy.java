package dev.warren.tunnels.policy;

import dev.warren.tunnels.options.Bandwidth;
import dev.warren.tunnels.options.MaxConnections;
import dev.warren.tunnels.options.ProxyProtocol;
import dev.warren.tunnels.options.TunnelOptions;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * How a tunnel's streams are: how many, how fast, and with what in front. Thread-safe.
 *
 * @param most how many may be open, if the user set it
 * @param proxyProtocol what is told to the backend first
 * @param speed what keeps all streams to one speed
 */
public record StreamPolicy(
        Optional<MaxConnections> most,
        Optional<ProxyProtocol> proxyProtocol,
        Optional<Speed> speed) {

    private static final int REASON = 8;

    /** The paces of both directions. */
    record Speed(Pace toVisitors, Pace fromVisitors) {

        static Speed of(long bytesPerSecond) {
            long now = System.nanoTime();
            return new Speed(new Pace(bytesPerSecond, now), new Pace(bytesPerSecond, now));
        }
    }

    static StreamPolicy of(TunnelOptions options) {
        return new StreamPolicy(
                options.get(MaxConnections.class),
                options.get(ProxyProtocol.class),
                options.get(Bandwidth.class).map(own -> Speed.of(own.bytesPerSecond())));
    }

    /** How many streams may be open when the server allows {@code allowed}. */
    public int most(int allowed) {
        return most.map(own -> Math.min(own.most(), allowed)).orElse(allowed);
    }

    /**
     * Makes a new stream ready, before anybody else uses it; on its event loop.
     *
     * @param port the forward's own
     */
    public void prepare(Channel stream, InetSocketAddress visitor, int port) {
        proxyProtocol.ifPresent(
                option -> stream.writeAndFlush(ProxyHeader.of(option.version(), visitor, port)));
        speed.ifPresent(both -> stream.pipeline().addLast("throttle", new Throttle(both, REASON)));
    }
}
