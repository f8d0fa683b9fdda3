/** The pages behind the links in mails. */
@NullMarked
package dev.warren.feeds.pages;

import org.jspecify.annotations.NullMarked;
