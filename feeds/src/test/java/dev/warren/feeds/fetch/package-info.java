@NullMarked
package dev.warren.feeds.fetch;

import org.jspecify.annotations.NullMarked;
