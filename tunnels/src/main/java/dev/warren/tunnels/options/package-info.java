/** What a user may set on a connection with words, and how the words are read. Plain Java. */
@NullMarked
package dev.warren.tunnels.options;

import org.jspecify.annotations.NullMarked;
