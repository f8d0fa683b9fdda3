/** Sends captured requests again. */
@NullMarked
package dev.warren.tunnels.inspect.replay;

import org.jspecify.annotations.NullMarked;
