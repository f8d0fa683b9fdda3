/** Tests of looking after the store. */
@NullMarked
package dev.warren.registry.upkeep;

import org.jspecify.annotations.NullMarked;
