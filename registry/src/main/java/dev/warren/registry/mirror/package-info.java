/** Repositories of other registries, pulled through and kept. */
@NullMarked
package dev.warren.registry.mirror;

import org.jspecify.annotations.NullMarked;
