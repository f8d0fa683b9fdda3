@NullMarked
package dev.warren.tunnels.traffic;

import org.jspecify.annotations.NullMarked;
