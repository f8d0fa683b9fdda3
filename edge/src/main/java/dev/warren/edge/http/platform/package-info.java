/**
 * The platform's own hosts: the control plane behind the front door, reachable from nowhere else.
 */
@NamedInterface("http-platform")
@NullMarked
package dev.warren.edge.http.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
