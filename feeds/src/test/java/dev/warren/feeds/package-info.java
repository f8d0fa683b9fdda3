@NullMarked
package dev.warren.feeds;

import org.jspecify.annotations.NullMarked;
