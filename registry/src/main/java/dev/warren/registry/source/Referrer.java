package dev.warren.registry.source;

import dev.warren.registry.oci.Digest;
import java.util.Map;
import java.util.Optional;

/**
 * A manifest that is about another.
 *
 * @param size bytes
 */
public record Referrer(
        String mediaType,
        Digest digest,
        long size,
        Optional<String> artifactType,
        Map<String, String> annotations) {}
