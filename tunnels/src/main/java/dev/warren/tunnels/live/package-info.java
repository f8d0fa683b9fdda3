/**
 * The tunnels that stand now: who holds which address, what passes through, and how they come and
 * go. In memory only.
 */
@NullMarked
package dev.warren.tunnels.live;

import org.jspecify.annotations.NullMarked;
