/** Asks servers behind web tunnels, now and then, whether they are well. */
@NullMarked
package dev.warren.tunnels.health;

import org.jspecify.annotations.NullMarked;
