/** Other registries, and how they are asked. */
@NullMarked
package dev.warren.registry.upstream;

import org.jspecify.annotations.NullMarked;
