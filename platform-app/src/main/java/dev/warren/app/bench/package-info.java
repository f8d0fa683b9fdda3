/** Measurements beside real peers, started by {@code warren bench}. */
@NullMarked
package dev.warren.app.bench;

import org.jspecify.annotations.NullMarked;
