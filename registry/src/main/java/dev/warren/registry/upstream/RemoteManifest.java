package dev.warren.registry.upstream;

import dev.warren.core.memory.Reservation;
import dev.warren.registry.oci.Digest;

/**
 * A manifest from an upstream, to the byte. Its bytes are reserved until this is closed.
 *
 * @param digest what the content hashes to
 * @param mediaType as the upstream says, without parameters; empty when it does not
 */
public record RemoteManifest(
        Digest digest, String mediaType, byte[] content, Reservation reservation)
        implements AutoCloseable {

    @Override
    public void close() {
        reservation.close();
    }
}
