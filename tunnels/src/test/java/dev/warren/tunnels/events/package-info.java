@NullMarked
package dev.warren.tunnels.events;

import org.jspecify.annotations.NullMarked;
