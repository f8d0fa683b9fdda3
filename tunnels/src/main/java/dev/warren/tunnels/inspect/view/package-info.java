/**
 * Recordings made readable: taken out of their framing, unpacked, and written for people, for
 * machines, and for other tools. All of it happens when somebody looks.
 */
@NullMarked
package dev.warren.tunnels.inspect.view;

import org.jspecify.annotations.NullMarked;
