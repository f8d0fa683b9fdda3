/** Faults made on purpose, started by {@code warren drill}. */
@NullMarked
package dev.warren.app.drill;

import org.jspecify.annotations.NullMarked;
