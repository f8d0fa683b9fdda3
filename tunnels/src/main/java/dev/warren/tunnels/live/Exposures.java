package dev.warren.tunnels.live;

import java.io.IOException;

/** Makes tunnels reachable for the outside. */
public interface Exposures {

    /** A way in that closes; closing twice does nothing more. Open streams are left alone. */
    @FunctionalInterface
    interface Exposure extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Lets visitors in. Blocks for as long as the system takes to open a port.
     *
     * @throws IOException when the port cannot be had
     */
    Exposure expose(Tunnel tunnel) throws IOException;
}
