/** Documents of the web, read within limits, and the feeds that are due among them. */
@NullMarked
package dev.warren.feeds.fetch;

import org.jspecify.annotations.NullMarked;
