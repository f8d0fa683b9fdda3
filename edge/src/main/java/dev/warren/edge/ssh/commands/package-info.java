/** The commands that concern people, the platform's state, and adding keys by copying them. */
@NullMarked
package dev.warren.edge.ssh.commands;

import org.jspecify.annotations.NullMarked;
