@NullMarked
package dev.warren.tunnels.names;

import org.jspecify.annotations.NullMarked;
