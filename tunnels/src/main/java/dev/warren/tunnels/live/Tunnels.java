package dev.warren.tunnels.live;

import dev.warren.core.memory.OwnerBudgets;
import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.edge.ssh.SshConnection;
import dev.warren.tunnels.live.BindOutcome.Opened;
import dev.warren.tunnels.live.BindOutcome.Refused;
import dev.warren.tunnels.naming.BoundPath;
import dev.warren.tunnels.naming.ForwardKind;
import dev.warren.tunnels.naming.ForwardKinds;
import dev.warren.tunnels.naming.Plain;
import dev.warren.tunnels.naming.TunnelName;
import dev.warren.tunnels.options.AutoClose;
import dev.warren.tunnels.options.ConnectionOptions;
import dev.warren.tunnels.options.LocalForward;
import dev.warren.tunnels.options.OptionWords;
import dev.warren.tunnels.options.TcpAlias;
import dev.warren.tunnels.policy.Policies;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * All tunnels of this process: opens, finds and ends them.
 *
 * <p>Thread-safe. Methods that change something wait for the account's lock and for ports to open,
 * so virtual threads call them; {@link #at}, {@link #all} and {@link #hasWork} never block.
 */
public final class Tunnels {

    private final ForwardKinds kinds;
    private final PublicAddresses addresses;
    private final OptionWords words;
    private final NameRules rules;
    private final TunnelReport report;
    private final InstantSource clock;
    private final TunnelLimits limits;
    private final TunnelRegistry registry = new TunnelRegistry();
    private final TunnelCounts counts = new TunnelCounts();
    private final AccountLocks locks = new AccountLocks();
    private final TunnelClients clients;
    private final TunnelOpener opener;
    private final Passing passing;
    private volatile boolean stopping;

    /** What decides how tunnels are called, and what options mean for them. */
    public record Naming(
            ForwardKinds kinds,
            PublicAddresses addresses,
            OptionWords words,
            NameRules rules,
            Policies policies) {}

    /** What limits them: all, each account the same, and each account on its own. */
    public record Bounds(TunnelLimits limits, OwnerBudgets budgets, AccountGates gates) {}

    public Tunnels(
            Naming naming,
            Bounds bounds,
            Exposures exposures,
            TunnelReport report,
            Sources sources) {
        this.kinds = naming.kinds;
        this.addresses = naming.addresses;
        this.words = naming.words;
        this.rules = naming.rules;
        this.report = report;
        this.clock = sources.clock;
        this.limits = bounds.limits;
        this.clients = new TunnelClients(words, report, clock);
        var factory = new TunnelFactory(bounds, naming.policies, report, clock);
        this.passing = new Passing(addresses::isSecure);
        this.opener =
                new TunnelOpener(
                        new TunnelOpener.Parts(
                                registry,
                                factory,
                                limits,
                                exposures,
                                rules,
                                sources.random,
                                counts,
                                passing));
    }

    /** Time and chance. */
    public record Sources(InstantSource clock, RandomGenerator random) {}

    /** Opens what {@code request} asks for. */
    public BindOutcome bind(SshConnection connection, ForwardRequest request) {
        TunnelClient client = clients.of(connection);
        // may ask a name server, so not under the lock
        Optional<Refused> unproven = rules.unproven(connection, kind(client, request));
        BindOutcome outcome;
        if (unproven.isPresent()) {
            outcome = unproven.get();
        } else {
            try (var _ = locks.hold(connection.account())) {
                outcome = open(client, request);
            }
        }
        if (outcome instanceof Refused refused) {
            report.refused(connection, request, refused);
        }
        return outcome;
    }

    /**
     * Ends the tunnel that {@code request} opened; its streams live on.
     *
     * @return whether there was one
     */
    public boolean cancel(SshConnection connection, ForwardRequest request) {
        try (var _ = locks.hold(connection.account())) {
            Tunnel tunnel =
                    clients.find(connection).map(client -> client.tunnel(request)).orElse(null);
            return tunnel != null && end(tunnel, Ending.CANCELLED);
        }
    }

    /** Ends a tunnel and cuts its streams; the connection stays. */
    public boolean close(Tunnel tunnel, Ending how) {
        try (var _ = locks.hold(tunnel.owner())) {
            return end(tunnel, how);
        }
    }

    /** Ends everything that a connection had. */
    public void closed(SshConnection connection) {
        try (var _ = locks.hold(connection.account())) {
            clients.forget(connection)
                    .ifPresent(client ->
                            client.tunnels().forEach(tunnel -> end(tunnel, Ending.DISCONNECTED)));
        }
    }

    /**
     * Sets options from the words of a session.
     *
     * @return one sentence for each word that was not understood
     */
    public List<String> options(SshConnection connection, List<String> sessionWords) {
        TunnelClient client = clients.of(connection);
        OptionWords.Read read = words.read(sessionWords);
        try (var _ = locks.hold(connection.account())) {
            ConnectionOptions before = client.options();
            client.setOptions(read.over(before), clock.instant());
            reopen(client, client.outdated(before));
            repass(client);
            client.tunnels().forEach(report::picture);
        }
        return Stream.concat(read.complaints().stream(), strayed(client, read)).toList();
    }

    /** What cannot be understood of the words of a login name; never blocks. */
    public List<String> complaints(List<String> loginOptions) {
        return words.read(loginOptions).complaints();
    }

    /** What was said of forwards that are not there: mistyped perhaps, or still to come. */
    private static Stream<String> strayed(TunnelClient client, OptionWords.Read read) {
        return read.said().stream()
                .map(OptionWords.Said::forward)
                .filter(name -> !name.isEmpty())
                .distinct()
                .filter(name -> client.tunnels().stream().noneMatch(t -> t.isCalled(name)))
                .map(name ->
                        "%s: no forward of this connection is called so now; its options wait"
                                .formatted(Plain.text(name)));
    }

    /** Whether the connection has a tunnel, or said that it is here for others'. */
    public boolean hasWork(SshConnection connection) {
        return clients.find(connection)
                .filter(client ->
                        client.size() > 0 || client.options().common().isOn(LocalForward.class))
                .isPresent();
    }

    /** The tunnel at {@code address}. */
    public Optional<Tunnel> at(TunnelAddress address) {
        return registry.at(address);
    }

    /** All tunnels, in no order; a live view. */
    public Collection<Tunnel> all() {
        return registry.all();
    }

    /** How tunnels are called towards the outside. */
    public PublicAddresses addresses() {
        return addresses;
    }

    /** Takes new tunnels in; so it does from the beginning. */
    public void startTakingIn() {
        stopping = false;
    }

    /**
     * Refuses new tunnels from now on, tells every session, and closes the TCP ports. Calling it
     * again does nothing more.
     */
    public void stopTakingIn() {
        if (stopping) {
            return;
        }
        stopping = true;
        for (TunnelClient client : clients.all()) {
            report.restarting(client.connection());
        }
        for (Tunnel tunnel : registry.all()) {
            if (tunnel.address() instanceof TunnelAddress.Port) {
                close(tunnel, Ending.STOPPING);
            }
        }
    }

    /** Ends all tunnels. */
    public void endAll() {
        registry.all().forEach(tunnel -> close(tunnel, Ending.STOPPING));
    }

    private BindOutcome open(TunnelClient client, ForwardRequest request) {
        if (stopping) {
            return new Refused(Refusal.STOPPING, "the server is restarting: reconnect in a moment");
        }
        return reported(open(client, request, kind(client, request)));
    }

    private BindOutcome reported(BindOutcome outcome) {
        if (outcome instanceof Opened(Tunnel tunnel)) {
            report.opened(tunnel);
        }
        return outcome;
    }

    private ForwardKind kind(TunnelClient client, ForwardRequest request) {
        return kinds.of(
                client.connection().account().name(),
                request,
                client.options().common().isOn(TcpAlias.class));
    }

    private BindOutcome open(TunnelClient client, ForwardRequest request, ForwardKind kind) {
        return switch (kind) {
            case ForwardKind.Web web -> at(client, request, addresses.web(web));
            case ForwardKind.AnyWeb() -> opener.atAnyName(client, request, addresses::web);
            case ForwardKind.Port(int port) -> atPort(client, request, port);
            case ForwardKind.AnyPort() -> opener.atAnyPort(client, request);
            case ForwardKind.Alias(TunnelName name, int port) ->
                    at(client, request, new TunnelAddress.Alias(name, port));
            case ForwardKind.AnyAlias(int port) ->
                    opener.atAnyName(client, request, name -> new TunnelAddress.Alias(name, port));
            case ForwardKind.Domain(String host, BoundPath path) ->
                    at(client, request, new TunnelAddress.Web(host, host, path));
            case ForwardKind.Unusable(ForwardKind.Problem problem, String sentence) ->
                    new Refused(refusal(problem), sentence);
        };
    }

    private BindOutcome at(TunnelClient client, ForwardRequest request, TunnelAddress address) {
        return opener.at(client, request, address, previous -> end(previous, Ending.TAKEN_OVER));
    }

    private BindOutcome atPort(TunnelClient client, ForwardRequest request, int port) {
        if (!limits.ports().contains(port)) {
            return new Refused(
                    Refusal.PORT,
                    "port %d: not for tunnels (expected: %s, or 0 for any of them)"
                            .formatted(port, limits.ports()));
        }
        return at(client, request, new TunnelAddress.Port(port));
    }

    private void reopen(TunnelClient client, List<Tunnel> outdated) {
        for (Tunnel tunnel : outdated) {
            end(tunnel, Ending.CHANGED);
            again(client, open(client, tunnel.key()));
        }
    }

    /** Opens anew, at the same place, what is to be passed on unopened now, or no longer. */
    private void repass(TunnelClient client) {
        for (Tunnel tunnel : client.tunnels()) {
            if (passing.isChanged(tunnel)) {
                end(tunnel, Ending.CHANGED);
                again(client, reported(at(client, tunnel.key(), tunnel.address().place())));
            }
        }
    }

    private void again(TunnelClient client, BindOutcome outcome) {
        if (outcome instanceof Refused refused) {
            report.refusedLater(client.connection(), refused);
        }
    }

    private boolean end(Tunnel tunnel, Ending how) {
        registry.release(tunnel);
        if (!tunnel.end(how)) {
            return false;
        }
        tunnel.client().remove(tunnel);
        counts.subtract(tunnel.owner());
        report.closed(tunnel, how);
        if (how.leavesConnection()
                && tunnel.client().options().common().isOn(AutoClose.class)
                && tunnel.client().size() == 0) {
            tunnel.connection().disconnect("no forward is left");
        }
        return true;
    }

    private static Refusal refusal(ForwardKind.Problem problem) {
        return switch (problem) {
            case NAME -> Refusal.NAME;
            case RESERVED -> Refusal.RESERVED;
            case FOREIGN -> Refusal.TAKEN;
            case PORT -> Refusal.PORT;
            case UNSUPPORTED -> Refusal.UNSUPPORTED;
        };
    }
}
