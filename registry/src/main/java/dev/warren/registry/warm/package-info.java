/** Repositories of other registries, pulled through and kept. */
@NullMarked
package dev.warren.registry.warm;

import org.jspecify.annotations.NullMarked;
