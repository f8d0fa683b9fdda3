package dev.warren.tunnels.testing;

import dev.warren.edge.http.TlsRoutes;
import dev.warren.edge.http.TlsTarget;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Passes on by exact host. */
public final class FakeTlsRoutes implements TlsRoutes {

    private final Map<String, TlsTarget> targets = new ConcurrentHashMap<>();

    public Map<String, TlsTarget> targets() {
        return targets;
    }

    @Override
    public void put(String host, TlsTarget target) {
        targets.put(host, target);
    }

    @Override
    public void remove(String host, TlsTarget target) {
        targets.remove(host, target);
    }
}
