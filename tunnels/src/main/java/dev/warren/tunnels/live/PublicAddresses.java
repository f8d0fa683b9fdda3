package dev.warren.tunnels.live;

import dev.warren.core.WarrenProperties;
import dev.warren.tunnels.naming.BoundPath;
import dev.warren.tunnels.naming.ForwardKind;
import dev.warren.tunnels.naming.TunnelName;
import java.net.URI;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * How tunnels are called towards the outside: hosts below the tunnels' domain, URLs with the port
 * that visitors use, TCP ports on the platform's own host.
 *
 * @param tunnelsDomain the domain below which web addresses stand
 * @param tcpHost the host name shown with TCP ports
 * @param urls the address of a host as visitors write it, asked each time
 */
public record PublicAddresses(String tunnelsDomain, String tcpHost, Function<String, URI> urls) {

    /** Without TLS, on a port that is asked for each time. */
    public PublicAddresses(String tunnelsDomain, String tcpHost, IntSupplier httpPort) {
        this(
                tunnelsDomain,
                tcpHost,
                host -> WarrenProperties.url(false, host, httpPort.getAsInt()));
    }

    /** The web address of {@code name}. */
    public TunnelAddress.Web web(TunnelName name) {
        return web(new ForwardKind.Web(name));
    }

    /** The web address that was asked for. */
    public TunnelAddress.Web web(ForwardKind.Web wanted) {
        String stars = wanted.wildcard() ? "*." : "";
        return new TunnelAddress.Web(
                stars + wanted.name().value(),
                stars + wanted.name().label() + "." + tunnelsDomain,
                wanted.path());
    }

    /** Whether visitors can come over TLS now. */
    public boolean isSecure() {
        return "https".equals(urls.apply(tunnelsDomain).getScheme());
    }

    /** What a user copies to reach {@code address}: a URL, {@code host:port}, {@code box:22}. */
    public String reach(TunnelAddress address) {
        return switch (address) {
            case TunnelAddress.Web(String label, String host, BoundPath path) ->
                    path.behind(urls.apply(host).toString());
            case TunnelAddress.Tls(String label, String host) -> urls.apply(host).toString();
            case TunnelAddress.Port(int port) -> tcpHost + ":" + port;
            case TunnelAddress.Alias alias -> alias.shortName();
        };
    }
}
