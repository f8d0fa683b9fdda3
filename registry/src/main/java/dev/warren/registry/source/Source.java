package dev.warren.registry.source;

import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.Reference;
import java.util.List;
import java.util.Optional;

/**
 * A repository to read from. Whether the caller may read it was decided before.
 *
 * <p>Blocks, with deadlines of its own where others are asked: for virtual threads.
 */
public interface Source {

    /** The manifest that {@code reference} names. */
    Answer<Served> manifest(Reference reference);

    /** The blob with this digest, if this repository holds it. */
    Answer<Blob> blob(Digest digest);

    /** The size of the blob with this digest, if this repository holds it; fetches nothing. */
    Answer<Long> size(Digest digest);

    /**
     * The tags behind {@code last} by code points, which need not exist itself.
     *
     * @param last empty to begin at the first
     * @param most how many at most, 1 or more; one more than is wanted tells whether there are more
     */
    Answer<List<String>> tags(String last, int most);

    /**
     * The manifests about {@code subject}, which need not be there itself, oldest first.
     *
     * @param artifactType empty for any
     */
    Answer<List<Referrer>> referrers(Digest subject, Optional<String> artifactType);
}
