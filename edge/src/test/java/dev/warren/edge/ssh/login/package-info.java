@NullMarked
package dev.warren.edge.ssh.login;

import org.jspecify.annotations.NullMarked;
