package dev.warren.tunnels.inspect.ssh;

import dev.warren.core.people.Account;
import dev.warren.tunnels.inspect.Access;
import dev.warren.tunnels.inspect.Inspector;
import dev.warren.tunnels.inspect.Place;
import dev.warren.tunnels.inspect.view.Views;
import dev.warren.tunnels.live.Tunnel;
import dev.warren.tunnels.live.TunnelAddress;
import dev.warren.tunnels.live.Tunnels;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the commands work with. */
public record InspectTools(Inspector inspector, Views views, Access access, Tunnels tunnels) {

    static final int FAILED = 1;
    static final int USAGE = 2;

    /** A tunnel's URL, without a slash at its end. */
    String base(Place place) {
        return tunnels.addresses().reach(new TunnelAddress.Web(place.label(), place.host()));
    }

    /**
     * The web tunnel that {@code name} calls among an account's own.
     *
     * @param name null for the one at {@code place}
     */
    public Optional<Tunnel> tunnel(Account owner, Place place, @Nullable String name) {
        return tunnels.all().stream()
                .filter(tunnel -> tunnel.owner().id() == owner.id())
                .filter(tunnel -> tunnel.address() instanceof TunnelAddress.Web)
                .filter(tunnel ->
                        name == null
                                ? Place.of(tunnel).equals(place)
                                : Place.of(tunnel).isCalled(name))
                .findFirst();
    }
}
