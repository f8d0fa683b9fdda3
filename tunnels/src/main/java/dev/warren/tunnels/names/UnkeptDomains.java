package dev.warren.tunnels.names;

import dev.warren.tunnels.live.Ending;
import dev.warren.tunnels.live.Tunnel;
import dev.warren.tunnels.live.TunnelAddress;
import dev.warren.tunnels.live.Tunnels;
import dev.warren.tunnels.names.BoundDomains.Bound;
import dev.warren.tunnels.names.KeptName.Kind;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The tunnels that stand at domains of users' own which nobody keeps. */
final class UnkeptDomains implements BoundDomains.Places {

    private final NameBook book;
    private final Tunnels tunnels;

    UnkeptDomains(NameBook book, Tunnels tunnels) {
        this.book = book;
        this.tunnels = tunnels;
    }

    @Override
    public Set<Bound> served() {
        return tunnels.all().stream()
                .flatMap(tunnel -> bound(tunnel).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void end(Bound domain) {
        tunnels.all().stream()
                .filter(tunnel -> bound(tunnel).filter(domain::equals).isPresent())
                .toList()
                .forEach(tunnel -> tunnels.close(tunnel, Ending.UNPROVEN));
    }

    private Optional<Bound> bound(Tunnel tunnel) {
        return domain(tunnel.address())
                .filter(host -> book.index().find(Kind.DOMAIN, host).isEmpty())
                .map(host ->
                        new Bound(host, tunnel.owner().name(), tunnel.connection().fingerprint()));
    }

    private Optional<String> domain(TunnelAddress address) {
        String below = "." + tunnels.addresses().tunnelsDomain();
        return switch (address) {
            case TunnelAddress.Web web -> foreign(web.host(), below);
            case TunnelAddress.Tls tls -> foreign(tls.host(), below);
            case TunnelAddress.Port port -> Optional.empty();
            case TunnelAddress.Alias alias -> Optional.empty();
        };
    }

    private static Optional<String> foreign(String host, String below) {
        return host.endsWith(below) ? Optional.empty() : Optional.of(SuspendedTunnels.plain(host));
    }
}
