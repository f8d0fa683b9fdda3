package dev.warren.registry.source;

import dev.warren.registry.oci.Digest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A manifest as it is served.
 *
 * @param size bytes, which whoever calls {@link #content} has reserved when they are many
 * @param loader reads large ones only when they are wanted
 * @param stale how long ago its tag was last known to be good, when that is longer than it should
 *     be and nobody could be asked
 */
public record Served(
        Digest digest,
        String mediaType,
        int size,
        Supplier<byte[]> loader,
        Optional<Duration> stale) {

    public Served(Digest digest, String mediaType, byte[] content, Optional<Duration> stale) {
        this(digest, mediaType, content.length, () -> content, stale);
    }

    public Served(Digest digest, String mediaType, byte[] content) {
        this(digest, mediaType, content, Optional.empty());
    }

    /** The bytes as they were pushed; may block. */
    public byte[] content() {
        return loader.get();
    }
}
