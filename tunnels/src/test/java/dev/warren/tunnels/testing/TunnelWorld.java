package dev.warren.tunnels.testing;

import dev.warren.core.WarrenProperties;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.OwnerBudgets;
import dev.warren.core.testing.ManualClock;
import dev.warren.tunnels.live.AccountGates;
import dev.warren.tunnels.live.Exposures;
import dev.warren.tunnels.live.NameRules;
import dev.warren.tunnels.live.PortRange;
import dev.warren.tunnels.live.PublicAddresses;
import dev.warren.tunnels.live.Traffic;
import dev.warren.tunnels.live.TunnelLimits;
import dev.warren.tunnels.live.TunnelMetrics;
import dev.warren.tunnels.live.TunnelReport;
import dev.warren.tunnels.live.Tunnels;
import dev.warren.tunnels.naming.ForwardKinds;
import dev.warren.tunnels.options.OptionWords;
import dev.warren.tunnels.policy.Countries;
import dev.warren.tunnels.policy.Policies;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Tunnels with all their parts, and what they told the world. */
public final class TunnelWorld {

    private static final TunnelLimits LIMITS =
            new TunnelLimits(3, 4, 5, 2, new PortRange(10_000, 10_009));

    public final ManualClock clock = new ManualClock();
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final TunnelMetrics metrics = new TunnelMetrics(meters);
    public final List<Object> events = new CopyOnWriteArrayList<>();
    public final MemoryBudget budget = MemoryBudget.root("tunnels", 1 << 20);
    public final OwnerBudgets owners = budget.owners(3, 1 << 19);
    public final Tunnels tunnels;

    public TunnelWorld(Exposures exposures) {
        this(exposures, LIMITS);
    }

    public TunnelWorld(Exposures exposures, NameRules rules) {
        this(exposures, LIMITS, rules);
    }

    public TunnelWorld(Exposures exposures, TunnelLimits limits) {
        this(exposures, limits, NameRules.NONE);
    }

    private TunnelWorld(Exposures exposures, TunnelLimits limits, NameRules rules) {
        this(exposures, limits, rules, host -> WarrenProperties.url(false, host, 8080));
    }

    /** One whose visitors come over TLS. */
    public static TunnelWorld secure(Exposures exposures) {
        return new TunnelWorld(
                exposures, LIMITS, NameRules.NONE, host -> WarrenProperties.url(true, host, 8443));
    }

    private TunnelWorld(
            Exposures exposures, TunnelLimits limits, NameRules rules, Function<String, URI> urls) {
        var addresses = new PublicAddresses("tuns.example.org", "example.org", urls);
        tunnels =
                new Tunnels(
                        new Tunnels.Naming(
                                new ForwardKinds("tuns.example.org", Set.of("admin")),
                                addresses,
                                new OptionWords(clock),
                                rules,
                                new Policies(Countries.NONE, Optional.empty(), 1024)),
                        new Tunnels.Bounds(limits, owners, AccountGates.OPEN),
                        exposures,
                        new TunnelReport(metrics, addresses, events::add, Traffic.NONE, clock),
                        new Tunnels.Sources(clock, new Random(1)));
    }
}
