package dev.warren.registry.fill;

import dev.warren.registry.oci.Digest;
import dev.warren.registry.store.IncomingBlob;
import dev.warren.registry.store.IncomingBlobs;
import java.io.IOException;

/** Notes that a blob is there, in the same step in which it gets its place. */
@FunctionalInterface
public interface Keeper {

    /** Begins to write it. */
    default IncomingBlob begin(IncomingBlobs blobs, Digest.Algorithm algorithm) throws IOException {
        return blobs.begin(algorithm);
    }

    /** Puts a file in its place. */
    @FunctionalInterface
    interface Publishing {
        void run() throws IOException;
    }

    /**
     * Called once, when all bytes are on the disk and right; runs {@code publish}.
     *
     * @param size bytes
     */
    void keep(long size, Publishing publish) throws IOException;
}
