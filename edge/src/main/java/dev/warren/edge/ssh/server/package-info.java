/** The SSH server: settings, listening, connections and the order of replies. */
@NullMarked
package dev.warren.edge.ssh.server;

import org.jspecify.annotations.NullMarked;
