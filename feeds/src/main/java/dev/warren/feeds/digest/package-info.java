/** Digests: files of feeds that are kept, what is due when, and mails made of news. */
@NullMarked
package dev.warren.feeds.digest;

import org.jspecify.annotations.NullMarked;
