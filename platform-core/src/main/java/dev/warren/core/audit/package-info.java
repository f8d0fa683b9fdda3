/** The record of every administrative and security-relevant act. */
@NamedInterface("audit")
@NullMarked
package dev.warren.core.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
