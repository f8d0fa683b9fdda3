/** What lately happened to tunnels, for their owners to look up. */
@NullMarked
package dev.warren.tunnels.events;

import org.jspecify.annotations.NullMarked;
