/** Keeps the store right: forgets what nobody needs, finds what is damaged, and says so. */
@NullMarked
package dev.warren.registry.upkeep;

import org.jspecify.annotations.NullMarked;
