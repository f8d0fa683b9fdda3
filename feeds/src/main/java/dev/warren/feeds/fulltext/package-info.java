/** Whole texts: the article on the page behind an item whose feed has an excerpt of it. */
@NullMarked
package dev.warren.feeds.fulltext;

import org.jspecify.annotations.NullMarked;
