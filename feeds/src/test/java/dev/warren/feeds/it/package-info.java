@NullMarked
package dev.warren.feeds.it;

import org.jspecify.annotations.NullMarked;
