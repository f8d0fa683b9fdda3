/** Small tasks that run again and again beside everything else. */
@NamedInterface("upkeep")
@NullMarked
package dev.warren.core.upkeep;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
