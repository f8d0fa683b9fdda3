/** Tasks that run beside everything else: again and again, or so many at a time. */
@NamedInterface("upkeep")
@NullMarked
package dev.warren.core.upkeep;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
