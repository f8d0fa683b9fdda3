package dev.warren.tunnels.names;

import dev.warren.edge.http.CertificateNames;
import dev.warren.tunnels.live.TunnelAddress;
import dev.warren.tunnels.live.Tunnels;
import dev.warren.tunnels.names.KeptName.Kind;
import dev.warren.tunnels.naming.BoundPath;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Who may have certificates below the tunnels' domain and for domains of users' own: whoever keeps
 * the name, or has proved the domain that a tunnel of theirs stands at now.
 */
final class NameCertificates implements CertificateNames {

    private final NameBook book;
    private final DomainWatch watch;
    private final Tunnels tunnels;

    NameCertificates(NameBook book, DomainWatch watch, Tunnels tunnels) {
        this.book = book;
        this.watch = watch;
        this.tunnels = tunnels;
    }

    @Override
    public List<String> configured() {
        String domain = tunnels.addresses().tunnelsDomain();
        return List.of(domain, "*." + domain);
    }

    @Override
    public OptionalLong ownerOf(String host) {
        if (watch.isSuspended(host)) {
            return OptionalLong.empty();
        }
        Optional<KeptName> kept = book.index().find(Kind.DOMAIN, host).or(() -> ownLabel(host));
        if (kept.isPresent()) {
            return OptionalLong.of(kept.get().accountId());
        }
        if (host.endsWith("." + tunnels.addresses().tunnelsDomain())) {
            return OptionalLong.empty();
        }
        return tunnels.at(new TunnelAddress.Web(host, host, BoundPath.ROOT)).stream()
                .mapToLong(tunnel -> tunnel.owner().id())
                .findFirst();
    }

    /** The reserved name whose address this is, and not an address below it. */
    private Optional<KeptName> ownLabel(String host) {
        return book.webName(host).filter(kept -> host.startsWith(kept.name() + "."));
    }
}
