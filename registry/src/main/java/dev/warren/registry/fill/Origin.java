package dev.warren.registry.fill;

import dev.warren.registry.oci.Digest;
import dev.warren.registry.upstream.RemoteBlob;
import dev.warren.registry.upstream.Reply;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Where blobs can be fetched from. Blocks; thread-safe. */
public interface Origin {

    /** In one word, one of few. */
    String name();

    /** The same with the repository, if that matters to who joins a fetch. */
    String via();

    /**
     * Begins to fetch a blob.
     *
     * @param from the position of the first byte that is wanted
     * @param etag what was fetched before, null for nothing
     * @param most bytes that may come
     */
    Reply<RemoteBlob> open(Digest digest, long from, @Nullable String etag, DataSize most);

    /** Whether it is our own store, which each machine reads for itself. */
    default boolean isOurs() {
        return false;
    }

    /** Notes that it sent bytes that are not what they should be. */
    void suspect(String what);
}
