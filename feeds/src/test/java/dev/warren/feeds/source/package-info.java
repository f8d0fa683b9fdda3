@NullMarked
package dev.warren.feeds.source;

import org.jspecify.annotations.NullMarked;
