/** Measurements of the registry beside other registries and servers of files. */
@NullMarked
package dev.warren.app.bench.registry;

import org.jspecify.annotations.NullMarked;
