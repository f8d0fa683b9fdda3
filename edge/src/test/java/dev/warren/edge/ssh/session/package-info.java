@NullMarked
package dev.warren.edge.ssh.session;

import org.jspecify.annotations.NullMarked;
