/** XML as it is found in feeds, read in one pass with bounded memory, whatever it looks like. */
@NullMarked
package dev.warren.feeds.parse.xml;

import org.jspecify.annotations.NullMarked;
