package dev.warren.tunnels.ssh;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.edge.ssh.DirectHandler;
import dev.warren.edge.ssh.DirectReply;
import dev.warren.edge.ssh.DirectRequest;
import dev.warren.edge.ssh.SshConnection;
import dev.warren.tunnels.live.PublicAddresses;
import dev.warren.tunnels.live.Tunnel;
import dev.warren.tunnels.live.TunnelAddress;
import dev.warren.tunnels.live.Tunnels;
import dev.warren.tunnels.naming.Plain;
import dev.warren.tunnels.naming.TunnelName;
import dev.warren.tunnels.options.RequestLines;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Leads {@code ssh -J}, {@code -W} and {@code -L} to private aliases: one's own under their short
 * name, others' as {@code alice-box} if their owner lets the client's key in. One's own web tunnels
 * are reached the same way, under port 80 or 443, and one's own TCP ports under {@code localhost},
 * which is how autossh listens for its own echo.
 */
public final class TunnelDirects implements DirectHandler {

    private final Tunnels tunnels;
    private final MemoryBudget budget;
    private final InstantSource clock;

    /**
     * @param budget what the windows of the visitors' channels are charged to
     */
    public TunnelDirects(Tunnels tunnels, MemoryBudget budget, InstantSource clock) {
        this.tunnels = tunnels;
        this.budget = budget;
        this.clock = clock;
    }

    @Override
    public MemoryBudget budget() {
        return budget;
    }

    @Override
    public DirectReply connect(SshConnection connection, DirectRequest request) {
        String host = request.host().toLowerCase(Locale.ROOT);
        return candidates(connection.account().name(), host, request.port())
                .map(tunnels::at)
                .flatMap(Optional::stream)
                .filter(tunnel -> maySee(connection, tunnel))
                .findFirst()
                .map(tunnel -> accept(tunnel, request))
                // the same words whether there is none or it is not for this client
                .orElseGet(() ->
                        new DirectReply.Prohibited(
                                "%s:%d: no tunnel that you may reach"
                                        .formatted(Plain.text(host), request.port())));
    }

    private DirectReply accept(Tunnel tunnel, DirectRequest request) {
        if (!tunnel.takesVisitor(clock.instant())) {
            return new DirectReply.Prohibited(
                    "%s: too many connections now (expected: fewer a second)"
                            .formatted(tunnel.address().shortName()));
        }
        if (tunnel.options().isOn(RequestLines.class)) {
            tunnel.client().requestLines().visitor(tunnel, request.visitor(), clock.instant());
        }
        return new DirectReply.Accepted(tunnel.open(request.visitor()));
    }

    private Stream<TunnelAddress> candidates(AccountName self, String host, int port) {
        if (host.equals("localhost") || host.equals("127.0.0.1") || host.equals("::1")) {
            return Stream.of(new TunnelAddress.Port(port));
        }
        String suffix = "." + tunnels.addresses().tunnelsDomain();
        String label =
                host.endsWith(suffix) ? host.substring(0, host.length() - suffix.length()) : host;
        int hyphen = label.indexOf('-');
        Stream<TunnelName> names = name(self, label);
        if (hyphen > 0 && AccountName.isValid(label.substring(0, hyphen))) {
            var other = new AccountName(label.substring(0, hyphen));
            names = Stream.concat(names, name(other, label.substring(hyphen + 1)));
        }
        return names.flatMap(name -> addresses(name, port));
    }

    private Stream<TunnelAddress> addresses(TunnelName name, int port) {
        PublicAddresses addresses = tunnels.addresses();
        TunnelAddress alias = new TunnelAddress.Alias(name, port);
        return port == 80 || port == 443 ? Stream.of(alias, addresses.web(name)) : Stream.of(alias);
    }

    private static Stream<TunnelName> name(AccountName owner, String value) {
        return TunnelName.isValid(owner, value)
                ? Stream.of(new TunnelName(owner, value))
                : Stream.empty();
    }

    private static boolean maySee(SshConnection connection, Tunnel tunnel) {
        Account owner = tunnel.owner();
        return owner.id() == connection.account().id()
                || tunnel.address() instanceof TunnelAddress.Alias
                        && tunnel.options().guests().admits(connection.fingerprint())
                        && tunnel.policy().admits(connection.remoteAddress().getAddress());
    }
}
