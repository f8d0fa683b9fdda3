@NullMarked
package dev.warren.edge.ssh.commands;

import org.jspecify.annotations.NullMarked;
