/** Mails of feeds: how they look, and who agreed to get them. */
@NullMarked
package dev.warren.feeds.mail;

import org.jspecify.annotations.NullMarked;
