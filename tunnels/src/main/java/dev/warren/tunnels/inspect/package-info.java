/**
 * The inspector: keeps the beginning of what passes through web tunnels, in memory of its own, for
 * the owners who want to look. It looks on; traffic never waits for it.
 */
@NullMarked
package dev.warren.tunnels.inspect;

import org.jspecify.annotations.NullMarked;
