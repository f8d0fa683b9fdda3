package dev.warren.registry.hosted;

import dev.warren.registry.oci.Digest;
import java.util.List;

/** What came of pushing a manifest. */
public sealed interface Put {

    /** It is there. */
    record Kept() implements Put {}

    /** Nothing is kept: these blobs are not there and have to be. */
    record Misses(List<Digest> blobs) implements Put {}

    /**
     * Nothing is kept: the repository has as many manifests or tags as it may.
     *
     * @param most how many those are
     */
    record TooMany(int most) implements Put {}
}
