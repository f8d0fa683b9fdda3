/** Event loops, budget-charged buffers and the relay that joins two byte streams. */
@NamedInterface("net")
@NullMarked
package dev.warren.edge.net;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
