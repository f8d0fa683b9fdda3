/** Streams of entries as feeds, for other programs to follow. */
@NullMarked
package dev.warren.feeds.output;

import org.jspecify.annotations.NullMarked;
