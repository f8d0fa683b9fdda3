package dev.warren.tunnels.names;

import dev.warren.tunnels.live.Ending;
import dev.warren.tunnels.live.Tunnel;
import dev.warren.tunnels.live.TunnelAddress;
import dev.warren.tunnels.live.Tunnels;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Closes the tunnels of domains that have just been suspended, whichever node did it. Blocks. */
final class SuspendedTunnels {

    private static final Logger LOG = LoggerFactory.getLogger(SuspendedTunnels.class);

    private final DomainWatch watch;
    private final BoundDomains bound;
    private final Tunnels tunnels;

    SuspendedTunnels(DomainWatch watch, BoundDomains bound, Tunnels tunnels) {
        this.watch = watch;
        this.bound = bound;
        this.tunnels = tunnels;
    }

    /** Looks at the domains whose time has come, and takes over what came of it anywhere. */
    void keepUp() {
        watch.look();
        bound.look();
        try {
            Set<String> suspended = watch.refresh();
            if (!suspended.isEmpty()) {
                close(suspended);
            }
        } catch (DataAccessException away) {
            LOG.debug("suspended domains stay as they are: {}", away.getMessage());
        }
    }

    private void close(Set<String> hosts) {
        List<Tunnel> concerned =
                tunnels.all().stream().filter(tunnel -> isAt(tunnel.address(), hosts)).toList();
        concerned.forEach(tunnel -> tunnels.close(tunnel, Ending.UNPROVEN));
    }

    private static boolean isAt(TunnelAddress address, Set<String> hosts) {
        return switch (address) {
            case TunnelAddress.Web web -> hosts.contains(plain(web.host()));
            case TunnelAddress.Tls tls -> hosts.contains(plain(tls.host()));
            case TunnelAddress.Port port -> false;
            case TunnelAddress.Alias alias -> false;
        };
    }

    /** A domain without what makes it a wildcard. */
    static String plain(String host) {
        return host.startsWith("*.") ? host.substring(2) : host;
    }
}
