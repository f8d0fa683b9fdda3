/** What goes wrong with feeds and their mails, done to Warren's on purpose. */
@NullMarked
package dev.warren.app.drill.feeds;

import org.jspecify.annotations.NullMarked;
