/** Secrets at rest: what the database holds and must not be able to read. */
@NamedInterface("secrets")
@NullMarked
package dev.warren.core.secrets;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
