/** Session channels: commands, shells, news and what is written to them. */
@NullMarked
package dev.warren.edge.ssh.session;

import org.jspecify.annotations.NullMarked;
