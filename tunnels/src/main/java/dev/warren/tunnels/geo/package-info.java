/** Which country visitors come from, told by a file that the administrator gives. */
@NullMarked
package dev.warren.tunnels.geo;

import org.jspecify.annotations.NullMarked;
