/** Lists of subscriptions, as readers exchange them. */
@NullMarked
package dev.warren.feeds.opml;

import org.jspecify.annotations.NullMarked;
