/** What tunnels carried, added up by name and kept. */
@NullMarked
package dev.warren.tunnels.traffic;

import org.jspecify.annotations.NullMarked;
