/** Signatures of what leaves this server and comes back, and of what others send. */
@NullMarked
package dev.warren.feeds.signing;

import org.jspecify.annotations.NullMarked;
