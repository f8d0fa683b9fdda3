/** What passes through tunnels, for the web console and for scripts. */
@NullMarked
package dev.warren.tunnels.inspect.web;

import org.jspecify.annotations.NullMarked;
