/** The outbound HTTP client that refuses private and special addresses at every hop. */
@NamedInterface("outbound")
@NullMarked
package dev.warren.core.outbound;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
