package dev.warren.tunnels.inspect;

import dev.warren.tunnels.live.Tunnel;

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
        String first = host.indexOf('.') < 0 ? host : host.substring(0, host.indexOf('.'));
        return name.equalsIgnoreCase(label)
                || name.equalsIgnoreCase(host)
                || name.equalsIgnoreCase(first);
    }
}
