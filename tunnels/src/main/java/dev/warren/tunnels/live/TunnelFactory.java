package dev.warren.tunnels.live;

import dev.warren.core.memory.OwnerBudget;
import dev.warren.core.memory.OwnerBudgets;
import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.tunnels.policy.AccountGate;
import dev.warren.tunnels.policy.Policies;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Makes tunnels: number, budget, streams. Thread-safe. */
final class TunnelFactory {

    private final OwnerBudgets budgets;
    private final TunnelLimits limits;
    private final TunnelMetrics metrics;
    private final Traffic traffic;
    private final AccountGates gates;
    private final InstantSource clock;
    private final Policies policies;
    private final AtomicLong lastId = new AtomicLong();

    TunnelFactory(
            Tunnels.Bounds bounds, Policies policies, TunnelReport report, InstantSource clock) {
        this.budgets = bounds.budgets();
        this.limits = bounds.limits();
        this.policies = policies;
        this.metrics = report.metrics();
        this.traffic = report.traffic();
        this.gates = bounds.gates();
        this.clock = clock;
    }

    /** How many tunnels an account may have. */
    int most(long account) {
        int own = gates.of(account).allowed().tunnels();
        return own == 0 ? limits.perAccount() : own;
    }

    /** A tunnel that nobody can reach yet; empty when too many accounts have tunnels. */
    Optional<Tunnel> make(TunnelClient client, ForwardRequest request, TunnelAddress address) {
        return budgets.open(client.connection().account().name().value())
                .map(budget -> make(client, request, address, budget));
    }

    private Tunnel make(
            TunnelClient client,
            ForwardRequest request,
            TunnelAddress address,
            OwnerBudget budget) {
        int port = boundPort(request, address);
        long account = client.connection().account().id();
        AccountGate gate = gates.of(account);
        var route =
                new TunnelStreams.Route(client.connection(), request, port, budget.budget(), gate);
        return new Tunnel(
                new Tunnel.Parts(
                        lastId.incrementAndGet(),
                        address,
                        client,
                        new ForwardRequest(request.bindAddress(), port),
                        budget,
                        new TunnelStreams(
                                route,
                                limits.streams(),
                                metrics,
                                metrics.of(address.kind()),
                                traffic.of(account, address.name())),
                        clock.instant(),
                        policies));
    }

    /** The port that the client believes in: its own wish, or ours if it left it to us. */
    private static int boundPort(ForwardRequest request, TunnelAddress address) {
        return request.bindPort() == 0 && address instanceof TunnelAddress.Port(int port)
                ? port
                : request.bindPort();
    }
}
