@NullMarked
package dev.warren.feeds.parse;

import org.jspecify.annotations.NullMarked;
