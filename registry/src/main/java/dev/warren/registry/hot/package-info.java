/** Manifests that are asked for all the time, answered by the edge itself. */
@NullMarked
package dev.warren.registry.hot;

import org.jspecify.annotations.NullMarked;
