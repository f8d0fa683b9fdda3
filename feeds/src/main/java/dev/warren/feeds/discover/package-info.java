/** From the address of a site to its feeds. */
@NullMarked
package dev.warren.feeds.discover;

import org.jspecify.annotations.NullMarked;
