@NullMarked
package dev.warren.edge.ssh.drop;

import org.jspecify.annotations.NullMarked;
