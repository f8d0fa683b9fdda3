package dev.warren.registry.oci;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the registry has to know of a manifest or index. The bytes themselves are kept beside, as
 * they came.
 *
 * @param mediaType its own, as it says or as it was pushed
 * @param children what it is made of, in order
 * @param subject the manifest that it is about
 * @param artifactType what it is, if it says so; for an image without one the type of its
 *     configuration
 * @param annotations what lists of referrers repeat; none when they are too long, which nobody who
 *     has a subject may have
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/manifest.md">OCI image
 *     specification, manifest</a>
 */
public record Manifest(
        String mediaType,
        List<Child> children,
        Optional<Digest> subject,
        Optional<String> artifactType,
        Map<String, String> annotations) {

    public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    public static final String DOCKER_LIST =
            "application/vnd.docker.distribution.manifest.list.v2+json";
    public static final String DOCKER_MANIFEST =
            "application/vnd.docker.distribution.manifest.v2+json";

    /** What a child is to its parent. */
    public enum Kind {
        CONFIG,
        LAYER,
        MANIFEST,
        /** A layer that is elsewhere, named by its URLs, and need not be here. */
        FOREIGN
    }

    /**
     * A part.
     *
     * @param size bytes, as the manifest says
     * @param platform what it runs on, if an index says so
     */
    public record Child(Kind kind, Digest digest, long size, Optional<Platform> platform) {}

    public Manifest {
        children = List.copyOf(children);
        annotations = Map.copyOf(annotations);
    }

    /** Whether it lists manifests rather than layers. */
    public boolean isIndex() {
        return mediaType.equals(OCI_INDEX) || mediaType.equals(DOCKER_LIST);
    }
}
