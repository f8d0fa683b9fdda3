package dev.warren.registry.fill;

import java.util.Optional;

/** Decides whether bytes that will come may be kept, and makes room for them. Thread-safe. */
public interface Room {

    /**
     * Asks for room before the first byte comes.
     *
     * @param upstream the name of the registry that the bytes come from
     * @param bytes how many there will be
     * @return empty when there is none and none can be made
     */
    Optional<Claim> claim(String upstream, long bytes);

    /**
     * Makes room at once, since the disk is full against expectation.
     *
     * @return whether there is any now
     */
    boolean makeRoom(long bytes);

    /** Room for one blob. Closed when its bytes are stored or will not be. */
    interface Claim extends AutoCloseable {

        /**
         * Asks for room for more bytes than were asked for first, since nobody knew how many there
         * would be.
         *
         * @return false when there is none and none can be made; nothing is taken then
         */
        boolean more(long bytes);

        /** So many of the bytes are on the disk now, or their blocks are. */
        void written(long bytes);

        @Override
        void close();
    }
}
