/** The HTTP front door, and what modules contribute to it: routes to targets. */
@NamedInterface("http")
@NullMarked
package dev.warren.edge.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
