package dev.warren.registry.source;

import dev.warren.registry.oci.Digest;
import java.time.Duration;
import java.util.Optional;

/**
 * A manifest as it is served.
 *
 * @param content to the byte as it was pushed
 * @param stale how long ago its tag was last known to be good, when that is longer than it should
 *     be and nobody could be asked
 */
public record Served(Digest digest, String mediaType, byte[] content, Optional<Duration> stale) {

    public Served(Digest digest, String mediaType, byte[] content) {
        this(digest, mediaType, content, Optional.empty());
    }
}
