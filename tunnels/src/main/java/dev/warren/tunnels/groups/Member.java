package dev.warren.tunnels.groups;

import dev.warren.edge.http.HttpTarget;
import dev.warren.tunnels.live.Health;
import dev.warren.tunnels.live.Tunnel;
import dev.warren.tunnels.options.Group;
import dev.warren.tunnels.options.HealthCheck;
import dev.warren.tunnels.options.MaxConnections;
import dev.warren.tunnels.options.Note;
import dev.warren.tunnels.options.Sticky;
import dev.warren.tunnels.options.TunnelOption;
import dev.warren.tunnels.options.Weight;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One tunnel of a group. What changes is guarded by the lock of its {@link Members}. */
final class Member {

    /** What members may differ in and still stand in for one another. */
    private static final List<Class<? extends TunnelOption>> OWN =
            List.of(Group.class, HealthCheck.class, MaxConnections.class, Note.class, Weight.class);

    private final Tunnel tunnel;
    private final HttpTarget target;
    private final String token;

    /** How far it is behind with its turns. */
    private int credit;

    private Instant outUntil = Instant.MIN;
    private volatile @Nullable Way way;

    /**
     * @param target the tunnel without the group
     * @param token what the cookie calls it; says nothing
     */
    Member(Tunnel tunnel, HttpTarget target, String token) {
        this.tunnel = tunnel;
        this.target = target;
        this.token = token;
    }

    HttpTarget target() {
        return target;
    }

    String token() {
        return token;
    }

    int weight() {
        return tunnel.options().get(Weight.class).map(Weight::turns).orElse(1);
    }

    boolean isSticky() {
        return tunnel.options().isOn(Sticky.class);
    }

    /** Whether requests that it let in, and what it changed of them, suit {@code other} too. */
    boolean isLike(Member other) {
        return shared().equals(other.shared());
    }

    private Map<Class<? extends TunnelOption>, TunnelOption> shared() {
        Map<Class<? extends TunnelOption>, TunnelOption> all =
                new HashMap<>(tunnel.options().all());
        OWN.forEach(all::remove);
        return all;
    }

    /** The way to it, the same for all requests that may follow one another on one stream. */
    Way way(Members members, InstantSource clock) {
        Way now = way;
        if (now == null) {
            now = new Way(this, members, clock);
            way = now;
        }
        return now;
    }

    /** A stream was opened to somebody else on the way to it: none may be used for it again. */
    void forgetWay() {
        way = null;
    }

    boolean isWell(Instant now) {
        return !now.isBefore(outUntil) && tunnel.health().state() != Health.State.DOWN;
    }

    void leaveOutUntil(Instant then) {
        outUntil = then;
    }

    /** Adds one round's turns. */
    int earn(int turns) {
        credit += turns;
        return credit;
    }

    /** Pays for its turn with what all of them earned. */
    void pay(int round) {
        credit -= round;
    }
}
