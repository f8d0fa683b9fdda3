package dev.warren.tunnels.testing;

import dev.warren.tunnels.live.Exposures;
import dev.warren.tunnels.live.Tunnel;
import dev.warren.tunnels.live.TunnelAddress;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Opens nothing, but keeps the rule that a port is open once, and notes the order of things. */
public final class FakeExposures implements Exposures {

    private final Set<Integer> busy = ConcurrentHashMap.newKeySet();
    private final Set<Integer> open = ConcurrentHashMap.newKeySet();
    private final List<String> history = new CopyOnWriteArrayList<>();

    /** Ports that another program has. */
    public Set<Integer> busy() {
        return busy;
    }

    public List<String> history() {
        return history;
    }

    @Override
    public Exposure expose(Tunnel tunnel) throws IOException {
        if (tunnel.address() instanceof TunnelAddress.Port(int port)
                && (busy.contains(port) || !open.add(port))) {
            throw new IOException("in use");
        }
        history.add("open " + tunnel + " #" + tunnel.id());
        return () -> {
            history.add("close " + tunnel + " #" + tunnel.id());
            if (tunnel.address() instanceof TunnelAddress.Port(int port)) {
                open.remove(port);
            }
        };
    }
}
