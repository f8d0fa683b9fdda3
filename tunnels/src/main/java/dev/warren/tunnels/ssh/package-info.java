/** What the SSH door asks of the tunnels: forwards, private names, options and the command. */
@NullMarked
package dev.warren.tunnels.ssh;

import org.jspecify.annotations.NullMarked;
