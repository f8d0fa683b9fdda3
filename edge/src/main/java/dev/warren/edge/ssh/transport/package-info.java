/**
 * The SSH transport: sockets on our event loops under MINA SSHD, AES-GCM without extra copies, and
 * a session that keeps no buffers while it is idle.
 */
@NullMarked
package dev.warren.edge.ssh.transport;

import org.jspecify.annotations.NullMarked;
