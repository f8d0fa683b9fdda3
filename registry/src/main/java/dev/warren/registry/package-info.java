/** An OCI registry: hosted repositories, and a cache of other registries. */
@NullMarked
package dev.warren.registry;

import org.jspecify.annotations.NullMarked;
