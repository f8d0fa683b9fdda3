/** Repositories that live here: pushes, uploads, deletions and reads. */
@NullMarked
package dev.warren.registry.hosted;

import org.jspecify.annotations.NullMarked;
