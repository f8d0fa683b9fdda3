/** What a forward request means: names, ports and the rules for them. Plain Java, no I/O. */
@NullMarked
package dev.warren.tunnels.naming;

import org.jspecify.annotations.NullMarked;
