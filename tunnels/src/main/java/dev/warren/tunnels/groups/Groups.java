package dev.warren.tunnels.groups;

import dev.warren.edge.http.HttpRoutes;
import dev.warren.edge.http.HttpTarget;
import dev.warren.tunnels.live.Exposures;
import dev.warren.tunnels.live.Tunnel;
import dev.warren.tunnels.live.TunnelAddress;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.random.RandomGenerator;

/**
 * All groups of this process. A group stands from its first member to its last; joining and leaving
 * happen under the owner's lock.
 */
public final class Groups {

    private static final int TOKEN_BYTES = 16;

    private record Key(long owner, TunnelAddress.Web address, String name) {}

    private final ConcurrentMap<Key, BalancedTarget> standing = new ConcurrentHashMap<>();
    private final HttpRoutes routes;
    private final InstantSource clock;
    private final RandomGenerator random;

    /**
     * @param random makes what the cookies say, so it cannot be guessed
     */
    public Groups(HttpRoutes routes, InstantSource clock, RandomGenerator random) {
        this.routes = routes;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Lets a tunnel take its turns from now on.
     *
     * @param target the tunnel without the group
     * @return ends that
     */
    public Exposures.Exposure join(
            Tunnel tunnel, TunnelAddress.Web address, String name, HttpTarget target) {
        Key key = new Key(tunnel.owner().id(), address, name);
        String path = address.path().value();
        var member = new Member(tunnel, target, token());
        BalancedTarget group =
                standing.computeIfAbsent(
                        key, _ -> new BalancedTarget(target.budget(), path, clock));
        group.members().add(member);
        routes.put(address.host(), path, group);
        return () -> {
            group.members().remove(member);
            if (group.members().isEmpty() && standing.remove(key, group)) {
                routes.remove(address.host(), path, group);
            }
        };
    }

    private String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
