package dev.warren.registry.fill;

import dev.warren.registry.oci.Digest;
import java.util.OptionalLong;

/**
 * A blob that is wanted.
 *
 * @param origin where it is to come from
 * @param expected its size as a manifest says, if one does
 * @param keeper who notes that it is there
 */
public record Order(Origin origin, Digest digest, OptionalLong expected, Keeper keeper) {}
