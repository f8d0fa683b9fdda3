package planted.house.tunnels;

import planted.house.core.Clocks;

/** An allowed arrow: module to core. */
public final class Tunnels {

    private Tunnels() {}

    public static long open() {
        return Clocks.ticks();
    }
}
