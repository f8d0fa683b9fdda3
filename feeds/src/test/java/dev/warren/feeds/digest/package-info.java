@NullMarked
package dev.warren.feeds.digest;

import org.jspecify.annotations.NullMarked;
