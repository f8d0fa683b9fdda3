/** Feeds: fetched once for all who follow them, read on the web and by apps, mailed as digests. */
@NullMarked
package dev.warren.feeds;

import org.jspecify.annotations.NullMarked;
