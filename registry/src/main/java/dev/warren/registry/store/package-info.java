/** Blobs as files that are named by what they hold. */
@NullMarked
package dev.warren.registry.store;

import org.jspecify.annotations.NullMarked;
