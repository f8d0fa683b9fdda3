package dev.warren.edge.http.tls;

import dev.warren.edge.http.TlsRoutes;
import dev.warren.edge.http.TlsTarget;
import dev.warren.edge.http.proxy.RouteTable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that are passed on unopened. A wildcard does not reach below a name that requests are
 * answered for: that may be somebody else's. Thread-safe, look-ups without locks.
 */
public final class TlsRouteTable implements TlsRoutes {

    private final RouteTable opened;

    /** Wildcards with their asterisk; as many entries as their contributors put there. */
    private final Map<String, TlsTarget> byHost = new ConcurrentHashMap<>();

    /**
     * @param opened the hosts whose requests are answered here
     */
    public TlsRouteTable(RouteTable opened) {
        this.opened = opened;
    }

    @Override
    public void put(String host, TlsTarget target) {
        byHost.put(host, target);
    }

    @Override
    public void remove(String host, TlsTarget target) {
        byHost.remove(host, target);
    }

    /**
     * The host's own target, or that of the longest wildcard above it; null when requests for the
     * host are answered under a name that is closer to it.
     */
    @Nullable TlsTarget find(String host) {
        TlsTarget own = byHost.get(host);
        if (own != null || byHost.isEmpty() || opened.has(host)) {
            return own;
        }
        for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            String wildcard = "*" + host.substring(dot);
            TlsTarget above = byHost.get(wildcard);
            if (above != null || opened.has(wildcard)) {
                return above;
            }
        }
        return null;
    }
}
