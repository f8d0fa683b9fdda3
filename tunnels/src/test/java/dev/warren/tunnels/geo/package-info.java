@NullMarked
package dev.warren.tunnels.geo;

import org.jspecify.annotations.NullMarked;
