/** How visitors come in: TCP ports of our own, and routes of the HTTP door. */
@NullMarked
package dev.warren.tunnels.net;

import org.jspecify.annotations.NullMarked;
