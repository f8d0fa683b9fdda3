@NullMarked
package dev.warren.feeds.mail;

import org.jspecify.annotations.NullMarked;
