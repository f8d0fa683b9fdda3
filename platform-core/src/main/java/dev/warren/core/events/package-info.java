/** Domain events through which modules meet without importing each other. */
@NamedInterface("events")
@NullMarked
package dev.warren.core.events;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
