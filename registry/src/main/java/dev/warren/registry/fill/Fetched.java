package dev.warren.registry.fill;

import java.util.Optional;

/**
 * A blob that an upstream has.
 *
 * @param via the repository that it comes from, as {@link Origin#via}; another may have been first
 * @param fill the blob as it comes; empty when there is no room to keep it
 */
public record Fetched(String via, Optional<Fill> fill) {}
