@NullMarked
package dev.warren.tunnels.login;

import org.jspecify.annotations.NullMarked;
