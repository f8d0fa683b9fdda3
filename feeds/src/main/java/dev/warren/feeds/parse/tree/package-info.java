/** Feeds as small trees: one for what is said about the feed, one for each item, one at a time. */
@NullMarked
package dev.warren.feeds.parse.tree;

import org.jspecify.annotations.NullMarked;
