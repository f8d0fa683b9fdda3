@NullMarked
package dev.warren.feeds.discover;

import org.jspecify.annotations.NullMarked;
