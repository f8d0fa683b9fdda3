/** Reading: who follows what, in which folders, and what of it was read, starred and tagged. */
@NullMarked
package dev.warren.feeds.reader;

import org.jspecify.annotations.NullMarked;
