/** Long bodies on disk, in a file that never grows beyond its size. */
@NullMarked
package dev.warren.tunnels.inspect.spill;

import org.jspecify.annotations.NullMarked;
