package dev.warren.tunnels.inspect.ssh;

import dev.warren.tunnels.inspect.Access;
import dev.warren.tunnels.inspect.Inspector;
import dev.warren.tunnels.inspect.Place;
import dev.warren.tunnels.inspect.view.Views;
import dev.warren.tunnels.live.TunnelAddress;
import dev.warren.tunnels.live.Tunnels;
import dev.warren.tunnels.naming.BoundPath;

/** What the commands work with. */
public record InspectTools(Inspector inspector, Views views, Access access, Tunnels tunnels) {

    static final int FAILED = 1;
    static final int USAGE = 2;

    /** A tunnel's URL, without a slash at its end. */
    String base(Place place) {
        return tunnels.addresses()
                .reach(new TunnelAddress.Web(place.label(), place.host(), BoundPath.ROOT));
    }
}
