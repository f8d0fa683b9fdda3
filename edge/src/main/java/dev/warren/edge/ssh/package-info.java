/** The SSH front door, and what modules contribute to it: commands, file drops, forwards. */
@NamedInterface("ssh")
@NullMarked
package dev.warren.edge.ssh;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
