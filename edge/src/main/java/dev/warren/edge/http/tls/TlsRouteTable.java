package dev.warren.edge.http.tls;

import dev.warren.edge.http.TlsRoutes;
import dev.warren.edge.http.TlsTarget;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The hosts that are passed on unopened. Thread-safe, look-ups without locks. */
public final class TlsRouteTable implements TlsRoutes {

    /** Wildcards with their asterisk; as many entries as their contributors put there. */
    private final Map<String, TlsTarget> byHost = new ConcurrentHashMap<>();

    @Override
    public void put(String host, TlsTarget target) {
        byHost.put(host, target);
    }

    @Override
    public void remove(String host, TlsTarget target) {
        byHost.remove(host, target);
    }

    /** The host's own target, or that of the longest wildcard above it. */
    @Nullable TlsTarget find(String host) {
        TlsTarget own = byHost.get(host);
        if (own != null || byHost.isEmpty()) {
            return own;
        }
        for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            TlsTarget above = byHost.get("*" + host.substring(dot));
            if (above != null) {
                return above;
            }
        }
        return null;
    }
}
