package dev.warren.tunnels.net;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.TlsTarget;
import dev.warren.edge.ssh.StreamRefusedException;
import dev.warren.edge.ssh.StreamRefusedException.Reason;
import dev.warren.tunnels.live.Tunnel;
import dev.warren.tunnels.options.RequestLines;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;

/** Where the TLS for one tunnel's host goes, unopened: streams to its client. */
final class PassedOn implements TlsTarget {

    private final Tunnel tunnel;
    private final InstantSource clock;

    PassedOn(Tunnel tunnel, InstantSource clock) {
        this.tunnel = tunnel;
        this.clock = clock;
    }

    @Override
    public MemoryBudget budget() {
        return tunnel.budget();
    }

    @Override
    public Optional<EventLoop> eventLoop() {
        return Optional.of(tunnel.connection().eventLoop());
    }

    @Override
    public Future<Channel> connect(EventLoop loop, InetSocketAddress visitor) {
        // a log-in that cannot be asked for must not leave the door open
        if (tunnel.policy().asksForLogIn()
                || !tunnel.policy().admits(visitor.getAddress())
                || !tunnel.takesVisitor(clock.instant())) {
            return loop.newFailedFuture(
                    new StreamRefusedException(
                            Reason.REFUSED, "the tunnel does not let this visitor in"));
        }
        if (tunnel.options().isOn(RequestLines.class)) {
            tunnel.client().requestLines().visitor(tunnel, visitor, clock.instant());
        }
        return tunnel.open(visitor);
    }
}
