package dev.warren.tunnels.live;

import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.tunnels.live.BindOutcome.Opened;
import dev.warren.tunnels.live.BindOutcome.Refused;
import dev.warren.tunnels.naming.ReadableNames;
import dev.warren.tunnels.naming.TunnelName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Gives addresses to tunnels and opens them. Called under the account's lock. */
final class TunnelOpener {

    private static final int NAME_TRIES = 32;
    private static final int PLAIN_NAME_TRIES = 8;
    private static final int BUSY_PORT_TRIES = 64;

    private final TunnelRegistry registry;
    private final TunnelFactory factory;
    private final TunnelLimits limits;
    private final Exposures exposures;
    private final NameRules rules;
    private final ReadableNames names;
    private final RandomGenerator random;
    private final TunnelCounts counts;
    private final Passing passing;

    /** What everything is made of. */
    record Parts(
            TunnelRegistry registry,
            TunnelFactory factory,
            TunnelLimits limits,
            Exposures exposures,
            NameRules rules,
            RandomGenerator random,
            TunnelCounts counts,
            Passing passing) {}

    /** Ends the tunnel that lost its address to another. */
    @FunctionalInterface
    interface Takeover {
        void end(Tunnel previous);
    }

    TunnelOpener(Parts parts) {
        this.registry = parts.registry;
        this.factory = parts.factory;
        this.limits = parts.limits;
        this.exposures = parts.exposures;
        this.rules = parts.rules;
        this.random = parts.random;
        this.names = new ReadableNames(parts.random);
        this.counts = parts.counts;
        this.passing = parts.passing;
    }

    /** Opens a tunnel at {@code address}, or at what the options make of it. */
    BindOutcome at(
            TunnelClient client, ForwardRequest request, TunnelAddress address, Takeover takeover) {
        if (!(address instanceof TunnelAddress.Web web)
                || !passing.isWanted(client, request, web)) {
            return open(client, request, address, takeover);
        }
        Optional<Refused> no = passing.refusal(client, request, web);
        return no.isPresent()
                ? no.get()
                : open(client, request, new TunnelAddress.Tls(web.label(), web.host()), takeover);
    }

    private BindOutcome open(
            TunnelClient client, ForwardRequest request, TunnelAddress address, Takeover takeover) {
        Optional<Refused> no = heldOrTooMany(client, request, address);
        if (no.isPresent()) {
            return no.get();
        }
        Optional<Tunnel> made = factory.make(client, request, address);
        if (made.isEmpty()) {
            return new Refused(Refusal.LIMIT, "too many accounts have tunnels here now");
        }
        return claim(made.get(), takeover);
    }

    /** Opens a tunnel under a name that is free. */
    BindOutcome atAnyName(
            TunnelClient client,
            ForwardRequest request,
            Function<TunnelName, TunnelAddress> address) {
        for (int i = 0; i < NAME_TRIES; i++) {
            String name = names.next(i >= PLAIN_NAME_TRIES);
            var wanted = address.apply(new TunnelName(client.connection().account().name(), name));
            if (registry.at(wanted).isEmpty()) {
                return at(client, request, wanted, TunnelOpener::never);
            }
        }
        return new Refused(Refusal.EXHAUSTED, "no free name was found (expected: ask for one)");
    }

    /** Opens a tunnel on a port that is free. */
    BindOutcome atAnyPort(TunnelClient client, ForwardRequest request) {
        int size = limits.ports().size();
        int start = random.nextInt(size);
        int busy = 0;
        for (int i = 0; i < size && busy < BUSY_PORT_TRIES; i++) {
            var wanted = new TunnelAddress.Port(limits.ports().first() + (start + i) % size);
            if (registry.at(wanted).isPresent()) {
                continue;
            }
            BindOutcome outcome = at(client, request, wanted, TunnelOpener::never);
            if (!(outcome instanceof Refused(Refusal why, String sentence))
                    || why != Refusal.PORT && why != Refusal.TAKEN) {
                return outcome;
            }
            busy++;
        }
        return new Refused(
                Refusal.EXHAUSTED,
                "no port of %s is free (expected: try again later)".formatted(limits.ports()));
    }

    private static void never(Tunnel previous) {
        throw new IllegalStateException("a free address was taken from " + previous);
    }

    private Optional<Refused> heldOrTooMany(
            TunnelClient client, ForwardRequest request, TunnelAddress address) {
        Optional<Refused> kept = rules.kept(client.connection().account(), address);
        if (kept.isPresent()) {
            return kept;
        }
        List<Tunnel> holders = registry.holders(address);
        if (!holders.isEmpty()) {
            return refusalOf(holders, client);
        }
        if (request.bindPort() != 0 && client.tunnel(request) != null) {
            return Optional.of(duplicate(request.bindAddress() + ":" + request.bindPort()));
        }
        return tooMany(client);
    }

    private Optional<Refused> refusalOf(List<Tunnel> holders, TunnelClient client) {
        Tunnel holder = holders.getFirst();
        if (holders.stream().anyMatch(one -> one.connection() == client.connection())) {
            return Optional.of(duplicate(holder.address().shortName()));
        }
        return holder.owner().id() == client.connection().account().id()
                ? Optional.empty()
                : Optional.of(taken(holder));
    }

    private Optional<Refused> tooMany(TunnelClient client) {
        if (client.size() >= limits.perConnection()) {
            return Optional.of(limit("this connection", client.size(), limits.perConnection()));
        }
        int own = counts.of(client.connection().account());
        int most = factory.most(client.connection().account().id());
        if (own >= most) {
            return Optional.of(limit("your account", own, most));
        }
        if (registry.size() >= limits.total()) {
            return Optional.of(limit("this server", registry.size(), limits.total()));
        }
        return Optional.empty();
    }

    private BindOutcome claim(Tunnel tunnel, Takeover takeover) {
        return switch (registry.claim(tunnel)) {
            case TunnelRegistry.Claim.Free() -> expose(tunnel);
            case TunnelRegistry.Claim.Held(Tunnel holder) -> {
                tunnel.end(Ending.CANCELLED);
                yield taken(holder);
            }
            case TunnelRegistry.Claim.Replaced(List<Tunnel> previous) -> {
                // a port is opened only after it was closed; a host changes hands without a gap
                boolean before = tunnel.address() instanceof TunnelAddress.Port;
                if (before) {
                    previous.forEach(takeover::end);
                }
                BindOutcome outcome = expose(tunnel);
                if (!before) {
                    previous.forEach(takeover::end);
                }
                yield outcome;
            }
        };
    }

    private BindOutcome expose(Tunnel tunnel) {
        try {
            tunnel.exposedBy(exposures.expose(tunnel));
        } catch (IOException e) {
            registry.release(tunnel);
            tunnel.end(Ending.CANCELLED);
            return new Refused(
                    Refusal.PORT,
                    "port %s: cannot be opened on the server (expected: another one of %s)"
                            .formatted(tunnel.address().shortName(), limits.ports()));
        }
        tunnel.client().add(tunnel);
        counts.add(tunnel.owner());
        return new Opened(tunnel);
    }

    private static Refused duplicate(String what) {
        return new Refused(
                Refusal.DUPLICATE, "%s: forwarded by this connection already".formatted(what));
    }

    private static Refused taken(Tunnel holder) {
        return new Refused(
                Refusal.TAKEN,
                "%s: taken by another account (expected: another one)"
                        .formatted(holder.address().shortName()));
    }

    private static Refused limit(String whose, int now, int most) {
        return new Refused(
                Refusal.LIMIT,
                "%s has %d tunnels already (expected: at most %d)".formatted(whose, now, most));
    }
}
