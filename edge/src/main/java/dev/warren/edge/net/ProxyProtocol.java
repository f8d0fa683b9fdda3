package dev.warren.edge.net;

import dev.warren.core.memory.MemoryBudget;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who stands in front of the doors and tells, at the beginning of each connection, whom it is for.
 * Such a proxy has to tell; what anybody else says of that kind is no header but bytes like any
 * other. Thread-safe.
 *
 * @see <a href="https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt">The PROXY protocol</a>
 */
public final class ProxyProtocol {

    private static final AttributeKey<InetSocketAddress> CLIENT =
            AttributeKey.valueOf("dev.warren.proxied-client");

    private final Networks proxies;
    private final Set<NetProperties.Door> doors;
    private final Duration patience;
    private final MeterRegistry meters;
    private final RefusalLog log = new RefusalLog("proxy-protocol", InstantSource.system());

    private ProxyProtocol(NetProperties.ProxyProtocolSettings settings, MeterRegistry meters) {
        this.proxies = Networks.parse("warren.net.proxy-protocol.from", settings.from());
        this.doors = settings.doors();
        this.patience = settings.timeout();
        this.meters = meters;
    }

    /**
     * As settings have it.
     *
     * @throws dev.warren.core.StartRefusedException when they name what is no network
     */
    public static ProxyProtocol of(
            NetProperties.ProxyProtocolSettings settings, MeterRegistry meters) {
        return new ProxyProtocol(settings, meters);
    }

    /** Nobody stands in front. */
    public static ProxyProtocol none() {
        return new ProxyProtocol(
                new NetProperties.ProxyProtocolSettings(List.of(), Duration.ofSeconds(5), Set.of()),
                new CompositeMeterRegistry());
    }

    /** Who is at the other end of an accepted socket, as far as is known; null when it is gone. */
    public static @Nullable InetSocketAddress client(Channel socket) {
        InetSocketAddress told = socket.attr(CLIENT).get();
        return told == null ? (InetSocketAddress) socket.remoteAddress() : told;
    }

    static void tell(Channel socket, InetSocketAddress client) {
        socket.attr(CLIENT).set(client);
    }

    /**
     * What is to set accepted sockets up: {@code next}, once it is known whom they are for.
     *
     * @param payer charged while a header is read
     * @param next sets sockets up that are active, or will be, with auto-read on or off
     */
    public ChannelHandler front(
            NetProperties.Door door,
            MemoryBudget payer,
            ChannelInitializer<? extends Channel> next) {
        return proxies.isEmpty() || !doors.contains(door) ? next : new Front(door, payer, next);
    }

    @Sharable
    private final class Front extends ChannelInitializer<Channel> {

        private final NetProperties.Door door;
        private final MemoryBudget payer;
        private final ChannelHandler next;

        Front(NetProperties.Door door, MemoryBudget payer, ChannelHandler next) {
            this.door = door;
            this.payer = payer;
            this.next = next;
        }

        @Override
        protected void initChannel(Channel socket) {
            if (!(socket.remoteAddress() instanceof InetSocketAddress from)
                    || !proxies.contains(from.getAddress())) {
                socket.pipeline().addLast(next);
            } else if (payer.tryAcquire(ProxyPreamble.LONGEST)) {
                socket.pipeline().addLast(new ProxyEntry(this::refused, patience, payer, next));
            } else {
                refused(socket, "memory");
                socket.close();
            }
        }

        private void refused(Channel socket, String reason) {
            Counter.builder("warren.edge.proxy.refuse")
                    .description("Connections of proxies refused for what stood in front of them")
                    .tag("door", door.word())
                    .tag("reason", reason)
                    .register(meters)
                    .increment();
            log.refused(reason, "door=%s proxy=%s".formatted(door.word(), socket.remoteAddress()));
        }
    }
}
