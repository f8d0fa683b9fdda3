package dev.warren.registry.upstream;

import dev.warren.registry.oci.Digest;
import java.util.Optional;

/**
 * What an upstream says about a manifest without sending it.
 *
 * @param digest empty when it does not say; a hint only, since there is nothing to hash
 */
public record RemoteHead(Optional<Digest> digest) {}
