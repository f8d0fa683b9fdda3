/** Registries and their clients, for benchmarks and drills of pushes and pulls. */
@NullMarked
package dev.warren.app.lab.registry;

import org.jspecify.annotations.NullMarked;
