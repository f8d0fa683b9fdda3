package dev.warren.registry.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;

/** A blob that is not on this machine. Blocks; thread-safe. */
public interface Distant {

    /**
     * Begins to read it.
     *
     * @param from the position of the first byte that is wanted
     */
    InputStream open(long from) throws IOException;

    /** Where a copy of it goes that is to be on this machine. */
    Destination copy();

    /** An address at which anybody may get it for some minutes; empty when there is none. */
    Optional<URI> link() throws IOException;

    /** Notes that it brought wrong bytes, so that it is looked at soon. */
    void suspect();
}
