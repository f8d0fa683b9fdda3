/** Fakes of the doors that tunnels stand on. */
@NullMarked
package dev.warren.tunnels.testing;

import org.jspecify.annotations.NullMarked;
