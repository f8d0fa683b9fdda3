/** Logs visitors of tunnels in by an OpenID Connect provider. */
@NullMarked
package dev.warren.tunnels.login;

import org.jspecify.annotations.NullMarked;
