package dev.warren.registry.store;

import dev.warren.registry.oci.Digest;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Where one blob goes that is being written to a file. Used by the thread that writes, which closes
 * it; what is not published then leaves nothing.
 */
public interface Destination extends AutoCloseable {

    /** The file's first {@code bytes} are there and stay as they are. Does not block. */
    default void written(Path file, long bytes) {}

    /**
     * Brings all of the file to where it stays, so that {@link #publish} takes a moment only. May
     * take long, and may be called again when it failed.
     */
    default void bring(Path file, long size) throws IOException {}

    /**
     * Makes it the blob with this digest, which it hashes to. The file is gone from its place then.
     * Called while the digest is locked in the database, in the transaction that notes the blob.
     */
    void publish(Path file, Digest digest) throws IOException;

    @Override
    default void close() {}
}
