/**
 * Byte streams over SSH: channels of the types {@code forwarded-tcpip} and {@code direct-tcpip} as
 * Netty channels, whose windows are charged to memory budgets.
 */
@NullMarked
package dev.warren.edge.ssh.stream;

import org.jspecify.annotations.NullMarked;
