package dev.warren.tunnels.live;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/**
 * Which tunnels hold which address: one, or the members of one group. Thread-safe; reads take no
 * lock.
 */
final class TunnelRegistry {

    /**
     * By their places. Never an empty list; all of one list have the same owner and the same group.
     */
    private final ConcurrentMap<TunnelAddress, List<Tunnel>> live = new ConcurrentHashMap<>();

    private final Set<Tunnel> all = ConcurrentHashMap.newKeySet();

    /** What came of the wish for an address. */
    sealed interface Claim {

        /** It was free, or its holders are of the same group. */
        record Free() implements Claim {}

        /** It was taken from other connections of the same account. */
        record Replaced(List<Tunnel> previous) implements Claim {}

        /** It stays with who has it. */
        record Held(Tunnel holder) implements Claim {}
    }

    /** Gives {@code tunnel} its address if nobody else's account, and no sibling, has it. */
    Claim claim(Tunnel tunnel) {
        while (true) {
            List<Tunnel> holders = live.putIfAbsent(tunnel.address().place(), List.of(tunnel));
            if (holders == null) {
                all.add(tunnel);
                return new Claim.Free();
            }
            Optional<Tunnel> rival = holders.stream().filter(one -> bars(one, tunnel)).findFirst();
            if (rival.isPresent()) {
                return new Claim.Held(rival.get());
            }
            boolean joins =
                    tunnel.address() instanceof TunnelAddress.Web
                            && tunnel.address().equals(holders.getFirst().address())
                            && tunnel.group().isPresent()
                            && tunnel.group().equals(holders.getFirst().group());
            List<Tunnel> next =
                    joins
                            ? Stream.concat(holders.stream(), Stream.of(tunnel)).toList()
                            : List.of(tunnel);
            if (live.replace(tunnel.address().place(), holders, next)) {
                all.add(tunnel);
                if (joins) {
                    return new Claim.Free();
                }
                holders.forEach(all::remove);
                return new Claim.Replaced(holders);
            }
        }
    }

    private static boolean bars(Tunnel holder, Tunnel newcomer) {
        return holder.owner().id() != newcomer.owner().id()
                || holder.connection() == newcomer.connection();
    }

    /** Frees the address if {@code tunnel} still has it. */
    void release(Tunnel tunnel) {
        live.computeIfPresent(
                tunnel.address().place(),
                (_, holders) -> {
                    List<Tunnel> rest = holders.stream().filter(one -> one != tunnel).toList();
                    return rest.isEmpty() ? null : rest;
                });
        all.remove(tunnel);
    }

    /** The tunnel at {@code address}, of a group the one that stands longest. */
    Optional<Tunnel> at(TunnelAddress address) {
        return holders(address).stream().findFirst();
    }

    /** All tunnels at {@code address}. */
    List<Tunnel> holders(TunnelAddress address) {
        return live.getOrDefault(address.place(), List.of());
    }

    Collection<Tunnel> all() {
        return Collections.unmodifiableCollection(all);
    }

    int size() {
        return all.size();
    }
}
