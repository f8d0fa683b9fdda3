package dev.warren.tunnels.inspect;

import dev.warren.core.people.Account;
import dev.warren.tunnels.live.Tunnel;
import dev.warren.tunnels.live.TunnelAddress;
import dev.warren.tunnels.live.Tunnels;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which tunnel an exchange belongs to. A tunnel that comes back after its client was gone has the
 * same place, and so the same history.
 *
 * @param owner the id of the account
 * @param ownerName the account's name
 * @param host the tunnel's host, which no two accounts share
 * @param label what its owner calls it
 */
public record Place(long owner, String ownerName, String host, String label) {

    /** The place of a tunnel. */
    public static Place of(Tunnel tunnel) {
        return new Place(
                tunnel.owner().id(),
                tunnel.owner().name().value(),
                tunnel.address().name(),
                tunnel.address().shortName());
    }

    /** Whether its owner, or anybody in full, may call it {@code name}. */
    public boolean isCalled(String name) {
        return name.equalsIgnoreCase(label)
                || name.equalsIgnoreCase(host)
                || name.length() == host.indexOf('.')
                        && host.regionMatches(true, 0, name, 0, name.length());
    }

    /**
     * The web tunnel that is called {@code name} among an account's own.
     *
     * @param place where to look without a name
     */
    public static Optional<Tunnel> find(
            Tunnels tunnels, Account owner, Place place, @Nullable String name) {
        return tunnels.all().stream()
                .filter(tunnel -> tunnel.owner().id() == owner.id())
                .filter(tunnel -> tunnel.address() instanceof TunnelAddress.Web)
                .filter(tunnel ->
                        name == null ? of(tunnel).equals(place) : of(tunnel).isCalled(name))
                .findFirst();
    }
}
