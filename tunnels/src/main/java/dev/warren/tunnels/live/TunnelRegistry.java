package dev.warren.tunnels.live;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Which tunnel holds which address. Thread-safe; reads take no lock. */
final class TunnelRegistry {

    /** By their places. */
    private final ConcurrentMap<TunnelAddress, Tunnel> live = new ConcurrentHashMap<>();

    /** What came of the wish for an address. */
    sealed interface Claim {

        /** It was free. */
        record Free() implements Claim {}

        /** It was taken from another connection of the same account. */
        record Replaced(Tunnel previous) implements Claim {}

        /** It stays with who has it. */
        record Held(Tunnel holder) implements Claim {}
    }

    /** Gives {@code tunnel} its address if nobody else's account, and no sibling, has it. */
    Claim claim(Tunnel tunnel) {
        while (true) {
            Tunnel holder = live.putIfAbsent(tunnel.address().place(), tunnel);
            if (holder == null) {
                return new Claim.Free();
            }
            if (holder.owner().id() != tunnel.owner().id()
                    || holder.connection() == tunnel.connection()) {
                return new Claim.Held(holder);
            }
            if (live.replace(tunnel.address().place(), holder, tunnel)) {
                return new Claim.Replaced(holder);
            }
        }
    }

    /** Frees the address if {@code tunnel} still has it. */
    void release(Tunnel tunnel) {
        live.remove(tunnel.address().place(), tunnel);
    }

    Optional<Tunnel> at(TunnelAddress address) {
        return Optional.ofNullable(live.get(address.place()));
    }

    Collection<Tunnel> all() {
        return Collections.unmodifiableCollection(live.values());
    }

    int size() {
        return live.size();
    }
}
