package dev.warren.registry.fill;

import java.util.Optional;

/**
 * A blob that an upstream has.
 *
 * @param via the repository that it comes from, as {@link Origin#via}; another may have been first
 * @param fill the blob as it comes; empty when there is no room to keep it
 * @param stored whether another machine has brought it to the store meanwhile, where it is found
 */
public record Fetched(String via, Optional<Fill> fill, boolean stored) {}
