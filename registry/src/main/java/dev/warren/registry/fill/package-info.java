/** Blobs that come from other registries: each is fetched once, and read while it comes. */
@NullMarked
package dev.warren.registry.fill;

import org.jspecify.annotations.NullMarked;
