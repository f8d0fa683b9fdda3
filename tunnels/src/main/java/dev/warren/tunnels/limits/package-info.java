/** What all tunnels of one account may do together, and what administrators say of it. */
@NullMarked
package dev.warren.tunnels.limits;

import org.jspecify.annotations.NullMarked;
