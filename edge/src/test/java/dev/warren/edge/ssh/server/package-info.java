@NullMarked
package dev.warren.edge.ssh.server;

import org.jspecify.annotations.NullMarked;
