/** Files of feeds: lines or OPML that say what is mailed to whom, and when. */
@NullMarked
package dev.warren.feeds.file;

import org.jspecify.annotations.NullMarked;
