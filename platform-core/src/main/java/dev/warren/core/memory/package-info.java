/** Byte budgets: a tree of limits, and the reservations that hold bytes against them. */
@NamedInterface("memory")
@NullMarked
package dev.warren.core.memory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
