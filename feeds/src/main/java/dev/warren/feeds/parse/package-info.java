/** What publishers write, as feeds and items: any bytes go in, nothing is thrown. */
@NullMarked
package dev.warren.feeds.parse;

import org.jspecify.annotations.NullMarked;
