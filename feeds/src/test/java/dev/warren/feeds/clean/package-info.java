@NullMarked
package dev.warren.feeds.clean;

import org.jspecify.annotations.NullMarked;
