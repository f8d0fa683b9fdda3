/** Names that are kept for somebody: reservations, domains, and names that nobody may have. */
@NullMarked
package dev.warren.tunnels.names;

import org.jspecify.annotations.NullMarked;
