/** What is done with items before anybody sees them: kept, dropped, read, starred or tagged. */
@NullMarked
package dev.warren.feeds.rules;

import org.jspecify.annotations.NullMarked;
