package dev.warren.registry.store;

import dev.warren.registry.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where blobs stay, each named by its digest and never changed once it is there. What is being
 * written is not here yet: see {@link IncomingBlobs}.
 *
 * <p>Blocks; thread-safe. When the place does not answer, methods throw a {@link StoreException}.
 */
public interface BlobStore {

    /** The blob with this digest, if it is there. */
    Optional<Stored> find(Digest digest) throws IOException;

    /** Which bytes they are and since when, so that they are known again; empty when none are. */
    Optional<Identity> identity(Digest digest) throws IOException;

    /**
     * Reads a blob where it stays, to look whether it is right.
     *
     * @throws java.nio.file.NoSuchFileException when it is not there
     */
    InputStream open(Digest digest) throws IOException;

    /** Where a blob that is begun now goes in the end. */
    Destination destination();

    /**
     * Takes wrong bytes out of the store, and keeps them for who wants to look at them.
     *
     * @param now when that is, for {@link #removeQuarantined}
     */
    void quarantine(Digest digest, Instant now) throws IOException;

    /** Removes bytes that were taken out of the store before {@code before}. */
    void removeQuarantined(Instant before) throws IOException;

    /** Removes a blob. Who has begun to read it reads it to the end. */
    void delete(Digest digest) throws IOException;

    /** Every blob that is there, in no order. */
    void each(Consumer<Found> action) throws IOException;

    /**
     * Brings right bytes of a blob whose bytes are wrong or gone, if this machine has a copy of
     * them; says whether it had.
     */
    default boolean repair(Digest digest) throws IOException {
        return false;
    }

    /** Whether the disk of this machine is where blobs stay, so that deleting one makes room. */
    default boolean isOnDisk() {
        return true;
    }

    /**
     * Makes room on this machine's disk without losing a blob.
     *
     * @param bytes how many are wanted
     * @return how many were freed, more or fewer
     */
    default long release(long bytes) throws IOException {
        return 0;
    }

    /** Bytes that this machine's disk still has for us. */
    long free() throws IOException;

    /**
     * What tells two writings of the same blob apart.
     *
     * @param key the place's name for it
     * @param written when its last byte was
     * @param size bytes
     */
    record Identity(String key, Instant written, long size) {}

    /** A blob that is there, and since when. */
    record Found(Digest digest, Instant written) {}
}
