@NullMarked
package dev.warren.tunnels.limits;

import org.jspecify.annotations.NullMarked;
